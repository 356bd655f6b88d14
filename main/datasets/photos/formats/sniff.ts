/** What a file is, by its content. */

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'bmp' | 'gif';

export const formatNames: Readonly<Record<PhotoFormat, string>> = {
  jpeg: 'JPEG',
  png: 'PNG',
  webp: 'WebP',
  bmp: 'BMP',
  gif: 'GIF',
};

const extensions: Readonly<Record<string, PhotoFormat>> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  png: 'png',
  webp: 'webp',
  bmp: 'bmp',
  dib: 'bmp',
  gif: 'gif',
};

/** What its name says that it is. */
export function namedFormat(name: string): PhotoFormat | undefined {
  return extensions[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''];
}

export function formatOf(bytes: Buffer): PhotoFormat | undefined {
  const hex = bytes.toString('hex', 0, 8);
  if (hex.startsWith('ffd8ff')) return 'jpeg';
  if (hex === '89504e470d0a1a0a') return 'png';
  const text = bytes.toString('latin1', 0, 12);
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif';
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'webp';
  if (text.startsWith('BM') && bytes.length >= 26) return 'bmp';
  return undefined;
}

/** True when the end of the format is missing. */
export function isCutOff(bytes: Buffer, format: PhotoFormat): boolean {
  if (format === 'png') return bytes.lastIndexOf('IEND') < 0;
  if (format === 'webp') return bytes.readUInt32LE(4) + 8 > bytes.length;
  if (format === 'gif') return bytes.at(-1) !== 0x3b;
  return format === 'jpeg' && bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) < 0;
}

/** Words for a file that is none of the five: "text", "a TIFF image". */
export function describeStranger(bytes: Buffer): string {
  if (bytes.length === 0) return 'it is empty';
  const text = bytes.toString('latin1', 0, 16);
  const others: readonly [RegExp, string][] = [
    [/^(II\*|MM.\*)/s, 'a TIFF image'],
    [/^.{4}ftyp(heic|heix|mif1|msf1|hevc)/s, 'a HEIC image'],
    [/^.{4}ftypavi[fs]/s, 'an AVIF image'],
    [/^....JXL /s, 'a JPEG XL image'],
    [/^%PDF/, 'a PDF document'],
    [/^PK/, 'a zip archive'],
    [/^8BPS/, 'a Photoshop image'],
    [/^\s*<(!doctype html|html)/i, 'a web page'],
    [/^\s*<(\?xml|svg)/i, 'XML or SVG'],
  ];
  const known = others.find(([pattern]) => pattern.test(text))?.[1];
  if (known) return `it is ${known}; JPEG, PNG, WebP, BMP and GIF are read`;
  const start = bytes.subarray(0, 512);
  if (start.every((byte) => byte === 0)) return 'it begins with zeros: no picture';
  const printable = start.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
  return printable ? 'it is text, no picture' : 'it is no JPEG, PNG, WebP, BMP or GIF';
}
