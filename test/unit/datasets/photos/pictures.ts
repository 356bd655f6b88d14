/** Small pictures, and folders and archives of them, for the tests of importing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';

export type Files = Record<string, Uint8Array>;

/** A picture with something in it: a gradient under a seed, so that no two are alike. */
export function pixels(width: number, height: number, seed = 1): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let n = 0; n < data.length; n++) data[n] = (n * seed + Math.floor(n / width) * 7 + seed * 31) % 256;
  return data;
}

export const picture = (width = 24, height = 16, seed = 1) =>
  sharp(pixels(width, height, seed), { raw: { width, height, channels: 3 } });

export const jpeg = (width = 24, height = 16, seed = 1): Promise<Buffer> =>
  picture(width, height, seed).jpeg({ quality: 90 }).toBuffer();

/** As a camera's Motion JPEG has its frames: coded by the standard tables, and without them. */
export async function motionFrame(
  width = 24,
  height = 16,
  seed = 1,
): Promise<{ frame: Buffer; whole: Buffer }> {
  const whole = await picture(width, height, seed).jpeg({ quality: 90, optimizeCoding: false }).toBuffer();
  const parts = [whole.subarray(0, 2)];
  for (let at = 2; ; ) {
    const next = at + 2 + whole.readUInt16BE(at + 2);
    const marker = whole[at + 1];
    if (marker === 0xda) return { whole, frame: Buffer.concat([...parts, whole.subarray(at)]) };
    if (marker !== 0xc4) parts.push(whole.subarray(at, next));
    at = next;
  }
}
export const png = (width = 24, height = 16, seed = 1): Promise<Buffer> =>
  picture(width, height, seed).png().toBuffer();

/** cat: 3 pictures, dog: 2, under `above`. */
export async function petFiles(above = ''): Promise<Files> {
  return {
    [`${above}cat/1.jpg`]: await jpeg(24, 16, 1),
    [`${above}cat/2.jpg`]: await jpeg(40, 60, 2),
    [`${above}cat/10.png`]: await png(24, 16, 3),
    [`${above}dog/a.jpg`]: await jpeg(16, 16, 4),
    [`${above}dog/b.jpg`]: await jpeg(50, 30, 5),
  };
}

export function writeFiles(folder: string, files: Files): string {
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return folder;
}

export function writeZip(path: string, files: Files): string {
  writeFileSync(path, zipSync(files, { level: 6 }));
  return path;
}
