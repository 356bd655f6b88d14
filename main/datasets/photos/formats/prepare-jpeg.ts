import { type Message, message } from '../../../../core/messages';
import { type JpegHeader, readJpegHeader } from './jpeg';
import { type ScanReport, walkScans } from './jpeg-scans';
import { dropped, type PreparedPhoto } from './prepared-photo';
import { decodeFully, encodePng, open, tooLarge, turned } from './sharp';
import { isWholeJpeg } from './structure';

/** libvips' own messages are not used: with several images at once, they may be about another one. */
const damaged = message('datasets.image.damagedInside');

const endless = message('datasets.image.damagedEnd');

/** @throws if it does not decode at all. */
export async function prepareJpeg(bytes: Buffer, maxPixels: number): Promise<PreparedPhoto> {
  const header = readJpegHeader(bytes);
  if (header?.scan === undefined) return dropped(message('datasets.image.noRows'));
  const { width, height, components, precision, usual } = header;
  if (width * height > maxPixels) return tooLarge(width, height, maxPixels);
  if (precision !== 8) return dropped(message('datasets.image.bits', { bits: precision }));
  const { orientation = 1 } = await open(bytes).metadata();
  const scans = await walkScans(bytes);
  const cmyk = components === 4;
  if (bytes.lastIndexOf(END) < header.scan) return withoutEnd(bytes, header, scans, maxPixels);
  const odd: Message[] = [];
  if (cmyk) odd.push(message('datasets.image.cmyk'));
  if (orientation > 1) odd.push(turned(orientation));
  if (!usual) odd.push(message('datasets.image.rareJpeg'));
  if (!isWholeJpeg(bytes, header.scan)) odd.push(endless);
  const extra = scans?.state === 'whole' ? scans.extra : 0;
  const needed = extra > 0 ? withoutExtra(bytes, scans!) : bytes;
  const left = extra > 0 ? [message('datasets.image.extraBytes', { count: extra })] : [];
  const decode = (failOn: 'warning' | 'error') =>
    decodeFully(needed, maxPixels, { failOn, ignoreIcc: !cmyk });
  try {
    if (scans && scans.state !== 'whole') throw new Error(damaged.key);
    if (odd.length > 0) return await encodePng(decode('warning'), odd);
    await decode('warning').raw().toBuffer();
    const gray = components === 1;
    return { state: 'kept', bytes: needed, extension: 'jpg', width, height, gray, odd: left };
  } catch {
    return await encodePng(decode('error'), [...odd.filter((one) => one !== endless), damaged]);
  }
}

const END = Buffer.from([0xff, 0xd9]);

/** Bytes between the data and the end mark are harmless, but TensorFlow warns about them in every epoch. */
const withoutExtra = (bytes: Buffer, { end, marker }: ScanReport): Buffer =>
  Buffer.concat([bytes.subarray(0, end), bytes.subarray(marker)]);

/** A complete picture may just lack its end mark, as some cameras omit it; otherwise it was cut off. */
async function withoutEnd(
  bytes: Buffer,
  header: JpegHeader,
  scans: ScanReport | undefined,
  maxPixels: number,
): Promise<PreparedPhoto> {
  if (scans && scans.state !== 'whole') {
    const rows = { rows: Math.min(scans.rows, header.height), height: header.height };
    return dropped(
      scans.state === 'short'
        ? message('datasets.image.rows', rows)
        : message('datasets.image.rowsNoEnd', rows),
    );
  }
  const mended = Buffer.concat([scans ? bytes.subarray(0, scans.end) : bytes, END]);
  // A progressive file without an end mark is kept if the scans that it has decode.
  if (!scans && !(await decodes(mended, maxPixels))) {
    return dropped(message(header.progressive ? 'datasets.image.noEndProgressive' : 'datasets.image.noEnd'));
  }
  const photo = await prepareJpeg(mended, maxPixels);
  if (photo.state === 'kept') photo.odd.unshift(message('datasets.image.endMarkAdded'));
  return photo;
}

const decodes = (bytes: Buffer, maxPixels: number): Promise<boolean> =>
  decodeFully(bytes, maxPixels, { failOn: 'warning' })
    .raw()
    .toBuffer()
    .then(
      () => true,
      () => false,
    );
