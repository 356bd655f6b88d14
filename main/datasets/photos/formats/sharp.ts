/** All calls of sharp (libvips). */
import type { Sharp, SharpOptions } from 'sharp';
import { type Message, message } from '../../../../core/messages';
import { loadSharp, type SharpLibrary } from './load-sharp';
import { type DroppedPhoto, dropped, type PreparedPhoto } from './prepared-photo';
import { isWholePng } from './structure';

let loaded: SharpLibrary | undefined;

/** Loaded on first use, so that commands without pictures do not need it. */
function library(): SharpLibrary {
  if (!loaded) {
    loaded = loadSharp();
    // Each photograph is decoded once, several at a time with one thread each.
    loaded.cache(false);
    loaded.concurrency(1);
  }
  return loaded;
}

/** Loads it ahead of time, since that takes a tenth of a second or more. */
export function loadSoon(): void {
  if (loaded) return;
  const load = () => {
    try {
      library();
    } catch {
      // The first use reports it.
    }
  };
  setTimeout(load, 100).unref();
}

export const open = (bytes: Buffer, options: SharpOptions = {}): Sharp =>
  library()(bytes, { limitInputPixels: false, ...options });

/** A kept picture, decoded as in training: without its color profile. */
export const openKept = (bytes: Buffer): Sharp => open(bytes, { failOn: 'none', ignoreIcc: true });

/** Applies the EXIF orientation; fails for damage, not for warnings. */
export const decodeFully = (bytes: Buffer, maxPixels: number, options: SharpOptions = {}): Sharp =>
  open(bytes, {
    failOn: 'error',
    limitInputPixels: maxPixels,
    ignoreIcc: true,
    autoOrient: true,
    ...options,
  });

export const tooLarge = (width: number, height: number, maxPixels: number): DroppedPhoto =>
  dropped(message('datasets.image.tooManyPixels', { width, height, most: maxPixels / 1e6 }));

export const turned = (orientation: number): Message => message('datasets.image.turned', { orientation });

/** 8-bit RGB or gray, transparency on white. @throws if it does not decode. */
export async function encodePng(image: Sharp, odd: Message[]): Promise<PreparedPhoto> {
  const { channels = 3, space } = await image.metadata();
  const gray = channels < 3 || space === 'b-w' || space === 'grey16';
  // Speed matters more than size.
  const { data: encoded, info } = await image
    .flatten({ background: '#ffffff' })
    .toColorspace(gray ? 'b-w' : 'srgb')
    .png({ compressionLevel: 3 })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { state: 'kept', bytes: encoded, extension: 'png', width, height, gray, odd };
}

const BIT_DEPTH = 24;
const COLOR_TYPE = 25;

export async function preparePng(bytes: Buffer, maxPixels: number): Promise<PreparedPhoto> {
  const { width, height, hasAlpha, orientation = 1 } = await open(bytes).metadata();
  if (width * height > maxPixels) return tooLarge(width, height, maxPixels);
  const bits = bytes[BIT_DEPTH]!;
  const type = bytes[COLOR_TYPE]!;
  const whole = isWholePng(bytes);
  const plain = whole && bits === 8 && (type === 0 || type === 2) && !hasAlpha && orientation === 1;
  const image = decodeFully(bytes, maxPixels);
  if (!plain) {
    const odd: Message[] = whole ? [] : [message('datasets.image.damagedUnneeded')];
    if (bits === 16) odd.push(message('datasets.image.sixteenBits'));
    if (hasAlpha) odd.push(message('datasets.image.transparent'));
    if (orientation > 1) odd.push(turned(orientation));
    return encodePng(image, odd);
  }
  await image.raw().toBuffer();
  return { state: 'kept', bytes, extension: 'png', width, height, gray: type === 0, odd: [] };
}

/** The middle square, side x side RGB bytes. */
export const thumbnailOf = (bytes: Buffer, side: number): Promise<Buffer> =>
  openKept(bytes)
    .resize(side, side, { fit: 'cover', position: 'center', fastShrinkOnLoad: true })
    .flatten({ background: '#ffffff' })
    .toColorspace('srgb')
    .raw()
    .toBuffer();

/** Gray or RGB pixels, shrunk to fit into a square, never enlarged. */
export async function pixelsWithin(
  bytes: Buffer,
  side: number,
): Promise<{ height: number; width: number; channels: 1 | 3; pixels: Buffer }> {
  const { data, info } = await openKept(bytes)
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { height: info.height, width: info.width, channels: info.channels === 1 ? 1 : 3, pixels: data };
}

/** Gray or RGB pixels as PNG, each as a square of `side` pixels. */
export const pngOf = (
  pixels: Buffer,
  [height, width, channels]: readonly [number, number, number],
  side = 1,
): Promise<Buffer> =>
  open(pixels, { raw: { width, height, channels: channels as 1 | 3 } })
    .resize(width * side, height * side, { kernel: 'nearest' })
    .png({ compressionLevel: 3 })
    .toBuffer();

/** Gray levels, one byte each, between the pixels of a smaller map. */
export const enlarged = (
  levels: Buffer,
  [height, width]: readonly [number, number],
  [rows, columns]: readonly [number, number],
): Promise<Buffer> =>
  open(levels, { raw: { width, height, channels: 1 } })
    .resize(columns, rows, { fit: 'fill', kernel: 'linear' })
    .toColorspace('b-w')
    .raw()
    .toBuffer();
