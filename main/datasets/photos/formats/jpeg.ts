/** JPEG headers (ITU-T T.81, annex B). */
export interface JpegHeader {
  width: number;
  height: number;
  /** 1 gray, 3 color, 4 CMYK or YCCK. */
  components: number;
  /** Bits of a sample. */
  precision: number;
  /** Baseline, extended or progressive Huffman coding, which libjpeg always reads. */
  usual: boolean;
  progressive: boolean;
  /** Position of the first scan; undefined if the file ends before it. */
  scan: number | undefined;
}

/** SOFn: C0 to CF except DHT (C4), JPG (C8) and DAC (CC). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const alone = (marker: number): boolean => (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01;

/** undefined if the file ends before its frame header. */
export function readJpegHeader(bytes: Buffer): JpegHeader | undefined {
  let header: JpegHeader | undefined;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) {
      at++;
      continue;
    }
    const marker = bytes[at + 1]!;
    // Fill byte.
    if (marker === 0xff) at++;
    else if (alone(marker) || marker === 0) at += 2;
    else if (isFrame(marker)) {
      if (at + 10 > bytes.length) break;
      header ??= {
        precision: bytes[at + 4]!,
        height: bytes.readUInt16BE(at + 5),
        width: bytes.readUInt16BE(at + 7),
        components: bytes[at + 9]!,
        usual: marker <= 0xc2,
        progressive: marker === 0xc2,
        scan: undefined,
      };
      at += 2 + bytes.readUInt16BE(at + 2);
    } else if (marker === 0xda) return header && { ...header, scan: at };
    else if (marker === 0xd9) break;
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return header;
}
