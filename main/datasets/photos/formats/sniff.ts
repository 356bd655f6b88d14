import { type Message, message } from '../../../../core/messages';

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

/** The format that the extension says. */
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

/** Whether the end mark is missing. */
export function isCutOff(bytes: Buffer, format: PhotoFormat): boolean {
  if (format === 'png') return bytes.lastIndexOf('IEND') < 0;
  if (format === 'webp') return bytes.readUInt32LE(4) + 8 > bytes.length;
  if (format === 'gif') return bytes.at(-1) !== 0x3b;
  return format === 'jpeg' && bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) < 0;
}

/** Names other kinds of files: text, a TIFF image. */
export function describeStranger(bytes: Buffer): Message {
  if (bytes.length === 0) return message('datasets.image.empty');
  const text = bytes.toString('latin1', 0, 16);
  const others: readonly [RegExp, string][] = [
    [/^(II\*|MM.\*)/s, 'tiff'],
    [/^.{4}ftyp(heic|heix|mif1|msf1|hevc)/s, 'heic'],
    [/^.{4}ftypavi[fs]/s, 'avif'],
    [/^....JXL /s, 'jxl'],
    [/^%PDF/, 'pdf'],
    [/^PK/, 'zip'],
    [/^8BPS/, 'psd'],
    [/^\s*<(!doctype html|html)/i, 'html'],
    [/^\s*<(\?xml|svg)/i, 'xml'],
  ];
  const known = others.find(([pattern]) => pattern.test(text))?.[1];
  if (known) {
    const what = message('datasets.image.foreignKind', { kind: known });
    return message('datasets.image.foreign', { what });
  }
  const start = bytes.subarray(0, 512);
  if (start.every((byte) => byte === 0)) return message('datasets.image.zeros');
  const printable = start.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
  return message(printable ? 'datasets.image.text' : 'datasets.image.notImage');
}
