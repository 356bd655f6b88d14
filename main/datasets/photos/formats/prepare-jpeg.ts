/** What becomes of a JPEG, see prepare.ts. */
import { plural } from '../../../../core/format/plural';
import { type JpegHeader, readJpegHeader } from './jpeg';
import { type ScanReport, walkScans } from './jpeg-scans';
import { dropped, type PreparedPhoto } from './prepared-photo';
import { decodeFully, encodePng, open, tooLarge, turned } from './sharp';
import { isWholeJpeg } from './structure';

/** Nothing is told by libvips' messages: of several images at once, they may be those of another. */
const damaged = 'it is damaged inside, decoded as well as it can be';

const endless = 'its end is damaged, behind its last row';

/** @throws when it does not decode at all. */
export async function prepareJpeg(bytes: Buffer, maxPixels: number): Promise<PreparedPhoto> {
  const header = readJpegHeader(bytes);
  if (header?.scan === undefined) return dropped('truncated: it ends before its first row');
  const { width, height, components, precision, usual } = header;
  if (width * height > maxPixels) return tooLarge(width, height, maxPixels);
  if (precision !== 8) return dropped(`it has ${precision} bits a sample, which is not read`);
  const { orientation = 1 } = await open(bytes).metadata();
  const scans = await walkScans(bytes);
  const cmyk = components === 4;
  if (bytes.lastIndexOf(END) < header.scan) return withoutEnd(bytes, header, scans, maxPixels);
  const odd: string[] = [];
  if (cmyk) odd.push('CMYK');
  if (orientation > 1) odd.push(turned(orientation));
  if (!usual) odd.push('a rare kind of JPEG');
  if (!isWholeJpeg(bytes, header.scan)) odd.push(endless);
  const extra = scans?.state === 'whole' ? scans.extra : 0;
  const needed = extra > 0 ? withoutExtra(bytes, scans!) : bytes;
  const left = extra > 0 ? [`${extra} extra bytes before its end, left out`] : [];
  const decode = (failOn: 'warning' | 'error') =>
    decodeFully(needed, maxPixels, { failOn, ignoreIcc: !cmyk });
  try {
    if (scans && scans.state !== 'whole') throw new Error(damaged);
    if (odd.length > 0) return await encodePng(decode('warning'), odd);
    await decode('warning').raw().toBuffer();
    const gray = components === 1;
    return { state: 'kept', bytes: needed, extension: 'jpg', width, height, gray, odd: left };
  } catch {
    return await encodePng(decode('error'), [...odd.filter((one) => one !== endless), damaged]);
  }
}

/** EOI, the end of image. */
const END = Buffer.from([0xff, 0xd9]);

/** Bytes between the picture and its end mark mean nothing, but TensorFlow warns of them in every epoch. */
const withoutExtra = (bytes: Buffer, { end, marker }: ScanReport): Buffer =>
  Buffer.concat([bytes.subarray(0, end), bytes.subarray(marker)]);

/** With all its rows it lacks no more than the mark, as some cameras leave it away; else it was cut off. */
async function withoutEnd(
  bytes: Buffer,
  header: JpegHeader,
  scans: ScanReport | undefined,
  maxPixels: number,
): Promise<PreparedPhoto> {
  if (scans && scans.state !== 'whole') {
    const what = scans.state === 'short' ? 'truncated' : 'it has no end mark and is damaged';
    return dropped(`${what}: ${Math.min(scans.rows, header.height)} of ${plural(header.height, 'row')}`);
  }
  const mended = Buffer.concat([scans ? bytes.subarray(0, scans.end) : bytes, END]);
  // Each progressive scan is of the whole picture: with all of those that it has, it is kept.
  if (!scans && !(await decodes(mended, maxPixels))) {
    return dropped(
      `truncated: it ends ${header.progressive ? 'within its progressive scans' : 'before its end mark'}`,
    );
  }
  const photo = await prepareJpeg(mended, maxPixels);
  if (photo.state === 'kept') photo.odd.unshift('its end mark was missing and is added');
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
