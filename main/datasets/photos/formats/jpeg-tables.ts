/** Huffman tables of JPEG files (ITU-T T.81, annex C), and the standard ones. */
/** `short`: codes of up to LOOK bits, as 256 * (length of code and value) + symbol. Longer codes: largest of each length. */
export interface Table {
  short: Uint16Array;
  most: Int32Array;
  offset: Int32Array;
  symbols: Uint8Array;
}

export const LOOK = 9;
/** Least number of bits held when a code is read. */
export const READY = 23;

function tableOf(counts: Uint8Array, symbols: Uint8Array): Table {
  const short = new Uint16Array(1 << LOOK);
  const most = new Int32Array(18).fill(-1);
  const offset = new Int32Array(18);
  let [code, n] = [0, 0];
  for (let length = 1; length <= 16; length++) {
    offset[length] = n - code;
    for (let i = 0; i < counts[length - 1]!; i++, n++, code++) {
      const both = length + (symbols[n]! & 15);
      if (length > LOOK || both > READY) continue;
      const from = code << (LOOK - length);
      short.fill(both * 256 + symbols[n]!, from, from + (1 << (LOOK - length)));
    }
    if (counts[length - 1]! > 0) most[length] = code - 1;
    code <<= 1;
  }
  return { short, most, offset, symbols };
}

/** Adds the tables of a DHT segment by class and number. */
export function readTables(segment: Uint8Array, tables: Map<number, Table>): void {
  for (let at = 0; at + 17 <= segment.length; ) {
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    tables.set(segment[at]!, tableOf(counts, segment.subarray(at + 17, at + 17 + total)));
    at += 17 + total;
  }
}

/** Annex K.3, tables K.3 to K.6, as DHT segments: luminance and chrominance, DC and AC. */
const STANDARD = [
  '0000010501010101010100000000000000000102030405060708090a0b',
  '0100030101010101010101010000000000000102030405060708090a0b',
  '100002010303020403050504040000017d010203000411051221314106135161' +
    '07227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a4344454647' +
    '48494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4' +
    'a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4' +
    'f5f6f7f8f9fa',
  '11000201020404030407050404000102770001020311040521310612415107617' +
    '11322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464' +
    '748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a' +
    '3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f' +
    '5f6f7f8f9fa',
];

const standard = new Map<number, Table>();
for (const segment of STANDARD) readTables(Buffer.from(segment, 'hex'), standard);

/** Motion JPEG frames have no tables; libjpeg-turbo, and so libvips and TensorFlow, then use these (jdhuff.c). */
export const standardTables = (): Map<number, Table> => new Map(standard);
