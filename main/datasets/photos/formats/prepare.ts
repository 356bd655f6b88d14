/**
 * Decides what is kept of a picture. Training decodes with TensorFlow's DecodeJpeg, which reads JPEG and PNG but ignores
 * orientation, CMYK and the transparency of palettes. Kept byte for byte are upright JPEGs with 1 or 3 components of 8 bits
 * that decode without a warning, and 8-bit gray or RGB PNGs without transparency. Everything else becomes such a PNG:
 *
 *   JPEG   CMYK and YCCK, rotated by EXIF, with warnings or without an end, arithmetic or other rare coding
 *   PNG    palette, 1, 2, 4 or 16 bits, alpha (on white), wrong checksums
 *   WebP, BMP, GIF (first frame; alpha on white)
 *
 * Color profiles are used only to convert CMYK to RGB: TensorFlow ignores them too.
 */
import { message } from '../../../../core/messages';
import { CannotDecode, readBmpHeader } from './bmp';
import { decodeBmp } from './bmp-pixels';
import { prepareJpeg } from './prepare-jpeg';
import { dropped, type PreparedPhoto } from './prepared-photo';
import { decodeFully, encodePng, open, preparePng, tooLarge, turned } from './sharp';
import { describeStranger, formatNames, formatOf, isCutOff, namedFormat, type PhotoFormat } from './sniff';

/** Never throws because of the file. @param name only to report another format than its extension says */
export async function preparePhoto(bytes: Buffer, name: string, maxPixels: number): Promise<PreparedPhoto> {
  const format = formatOf(bytes);
  if (!format) return dropped(describeStranger(bytes));
  let photo: PreparedPhoto;
  try {
    photo = await prepared(bytes, format, maxPixels);
  } catch (error) {
    if (error instanceof CannotDecode) return dropped(error.said);
    // libvips' message may be about another image decoded at the same time.
    if (isCutOff(bytes, format)) return dropped(message('datasets.image.noEnd'));
    return dropped(message('datasets.image.damaged', { format: formatNames[format] }));
  }
  if (photo.state === 'dropped') return photo;
  const named = namedFormat(name);
  if (named && named !== format)
    photo.odd.unshift(message('datasets.image.otherName', { format: formatNames[format] }));
  return photo;
}

async function prepared(bytes: Buffer, format: PhotoFormat, maxPixels: number): Promise<PreparedPhoto> {
  if (format === 'jpeg') return prepareJpeg(bytes, maxPixels);
  if (format === 'png') return preparePng(bytes, maxPixels);
  if (format === 'bmp') {
    const header = readBmpHeader(bytes);
    const { width, height } = header;
    if (width * height > maxPixels) return tooLarge(width, height, maxPixels);
    return encodePng(open(decodeBmp(bytes, header), { raw: { width, height, channels: 3 } }), []);
  }
  const { width, height, pages = 1, pageHeight, orientation = 1 } = await open(bytes).metadata();
  const rows = pageHeight ?? height;
  if (width * rows > maxPixels) return tooLarge(width, rows, maxPixels);
  const odd = pages > 1 ? [message('datasets.image.firstFrame', { count: pages })] : [];
  if (orientation > 1) odd.push(turned(orientation));
  return encodePng(decodeFully(bytes, maxPixels), odd);
}
