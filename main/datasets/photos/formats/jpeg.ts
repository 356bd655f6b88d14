/**
 * What a JPEG's markers say (ITU-T T.81, annex B), as far as it decides whether TensorFlow's decoder reads the file as
 * people see it.
 */

export interface JpegHeader {
  width: number;
  height: number;
  /** 1 gray, 3 color, 4 CMYK or YCCK. */
  components: number;
  /** Bits of a sample. */
  precision: number;
  /** Huffman coded baseline, extended or progressive: what libjpeg always reads. */
  usual: boolean;
  progressive: boolean;
  /** Where the coded rows begin; undefined when the file ends before. */
  scan: number | undefined;
}

/** SOFn: everything from C0 to CF but the tables DHT (C4), JPG (C8) and DAC (CC). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const alone = (marker: number): boolean => (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01;

/** undefined when the file ends before its frame. */
export function readJpegHeader(bytes: Buffer): JpegHeader | undefined {
  let header: JpegHeader | undefined;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) {
      at++;
      continue;
    }
    const marker = bytes[at + 1]!;
    // Fill bytes may stand in front of a marker.
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
