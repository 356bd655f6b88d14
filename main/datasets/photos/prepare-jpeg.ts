/** What becomes of a JPEG, see prepare.ts. */
import { type JpegHeader, readJpegHeader, withoutPadding } from './jpeg';
import { dropped, type PreparedPhoto } from './prepare';
import { decodeFully, encodePng, open, tooLarge } from './sharp';
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
  const cmyk = components === 4;
  if (bytes.lastIndexOf(END) < header.scan) return withoutEnd(bytes, header, maxPixels);
  const odd: string[] = [];
  if (cmyk) odd.push('CMYK');
  if (orientation > 1) odd.push(`turned by its EXIF orientation ${orientation}`);
  if (!usual) odd.push('a rare kind of JPEG');
  if (!isWholeJpeg(bytes, header.scan)) odd.push(endless);
  const decode = (failOn: 'warning' | 'error') => decodeFully(bytes, maxPixels, { failOn, ignoreIcc: !cmyk });
  try {
    if (odd.length > 0) return await encodePng(decode('warning'), odd);
    const pixels = await decode('warning').raw().toBuffer();
    const kept = await unpadded(bytes, pixels, maxPixels);
    const grey = components === 1;
    return { state: 'kept', bytes: kept.bytes, extension: 'jpg', width, height, grey, odd: kept.odd };
  } catch {
    return await encodePng(decode('error'), [...odd.filter((one) => one !== endless), damaged]);
  }
}

/** EOI, the end of image. */
const END = Buffer.from([0xff, 0xd9]);

/** With all its rows it lacks no more than the mark, as some cameras leave it away; else it was cut off. */
async function withoutEnd(bytes: Buffer, header: JpegHeader, maxPixels: number): Promise<PreparedPhoto> {
  const mended = Buffer.concat([bytes, END]);
  const whole = await decodeFully(mended, maxPixels, { failOn: 'warning' })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .then(
      // libvips says nothing of its last strip of rows: what never came is grey there, too.
      ({ data, info }) => data.subarray(-8 * info.channels).some((value) => value !== GREY),
      () => false,
    );
  if (!whole) return dropped(await truncated(bytes, header, maxPixels));
  const photo = await prepareJpeg(mended, maxPixels);
  if (photo.state === 'kept') photo.odd.unshift('its end mark was missing and is added');
  return photo;
}

/** Bytes between the picture and its end marker mean nothing, but TensorFlow warns of them in every epoch. */
async function unpadded(
  bytes: Buffer,
  pixels: Buffer,
  maxPixels: number,
): Promise<{ bytes: Buffer; odd: string[] }> {
  const shorter = withoutPadding(bytes);
  if (!shorter) return { bytes, odd: [] };
  const same = await decodeFully(shorter.bytes, maxPixels, { failOn: 'warning' })
    .raw()
    .toBuffer()
    .then(
      (others) => others.equals(pixels),
      () => false,
    );
  if (!same) return { bytes, odd: [] };
  return { bytes: shorter.bytes, odd: [`${shorter.removed} extra bytes before its end, left out`] };
}

const GREY = 128;

/**
 * Rows that never came are mid-grey when libjpeg is told to go on. The last row of coded units with anything in it is
 * the one that was cut; the smoothing of colours reaches one row further.
 */
async function truncated(bytes: Buffer, header: JpegHeader, maxPixels: number): Promise<string> {
  const { height, progressive, unitRows } = header;
  if (progressive) return 'truncated: it ends within its progressive scans';
  try {
    const { data, info } = await decodeFully(bytes, maxPixels, { failOn: 'none', autoOrient: false })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const row = info.width * info.channels;
    let rows = info.height;
    while (rows > 0 && data.subarray((rows - 1) * row, rows * row).every((value) => value === GREY)) rows--;
    const whole = Math.max(0, (Math.ceil((rows - 1) / unitRows) - 1) * unitRows);
    return `truncated: ${whole} of ${height} rows`;
  } catch {
    return `truncated: 0 of ${height} rows`;
  }
}
