/** JPEG files to decode: those of a folder that is named, else drawn ones of a photograph's size and weight. */
import { copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as TF from '@tensorflow/tfjs';
import { loadTensorFlow } from '../../main/engine/load';
import type { Engine } from '../../main/engine/types';
import { randomNumbers } from './inputs';

const [WIDTH, HEIGHT] = [500, 375];
/** Different drawings; a larger count repeats them under other names. */
const DRAWN = 24;

interface Encoder {
  encodeJpeg(image: TF.Tensor3D, format: 'rgb', quality: number): Promise<Uint8Array>;
}

/**
 * `pathsFile`: one path per line, `count` of them, each a separate file if requested: on a disk, not in memory, no two
 * are the same. SKIPWIRE_JPEG_FOLDER names a folder of photos to use instead.
 */
export async function writePhotos(
  folder: string,
  count: number,
  engine: Engine,
  { copies = false } = {},
): Promise<{ pathsFile: string; note: string }> {
  const given = process.env.SKIPWIRE_JPEG_FOLDER;
  const files = given ? jpegsIn(given) : await draw(folder, Math.min(count, DRAWN), engine);
  const paths = Array.from({ length: count }, (_, index) => {
    const file = files[index % files.length] as string;
    if (!copies || index < files.length) return file;
    const copy = join(folder, `copy${index}.jpg`);
    copyFileSync(file, copy);
    return copy;
  });
  const pathsFile = join(folder, 'paths.txt');
  writeFileSync(pathsFile, `${paths.join('\n')}\n`);
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / files.length;
  const what = given ? 'photographs of SKIPWIRE_JPEG_FOLDER' : `drawn images, ${WIDTH}x${HEIGHT}`;
  return {
    pathsFile,
    note: `${count} JPEG files (${what}, ${Math.min(count, files.length)} different${copies ? ', and copies of them' : ''}, ${Math.round(bytes / 1024)} KiB on average), decoded and resized in every epoch.`,
  };
}

function jpegsIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.jpe?g$/i.test(name))
    .map((name) => join(folder, name));
  if (files.length === 0) throw new Error(`SKIPWIRE_JPEG_FOLDER holds .jpg files. Received: ${folder}.`);
  return files;
}

/** Slow waves, edges and grain: about as hard to encode as a photograph. */
async function draw(folder: string, count: number, engine: Engine): Promise<string[]> {
  const tf = loadTensorFlow(engine) as unknown as typeof TF & { node: Encoder };
  const photos = join(folder, 'photos');
  mkdirSync(photos);
  const random = randomNumbers(3);
  const files: string[] = [];
  for (let index = 0; index < count; index++) {
    const [angle, wave, edge] = [random() * 6, 20 + 60 * random(), 10 + 30 * random()];
    const pixels = new Int32Array(WIDTH * HEIGHT * 3);
    for (let at = 0; at < pixels.length; at++) {
      const [x, y, channel] = [Math.floor(at / 3) % WIDTH, Math.floor(at / 3 / WIDTH), at % 3];
      const slow = 60 * Math.sin((x * Math.cos(angle) + y * Math.sin(angle)) / wave + channel);
      const blocks = 30 * ((Math.floor(x / edge) + Math.floor(y / edge)) % 2);
      pixels[at] = Math.max(0, Math.min(255, 110 + slow + blocks + 30 * (random() - 0.5)));
    }
    const image = tf.tensor3d(pixels, [HEIGHT, WIDTH, 3], 'int32');
    const file = join(photos, `${index}.jpg`);
    writeFileSync(file, await tf.node.encodeJpeg(image, 'rgb', 90));
    image.dispose();
    files.push(file);
  }
  return files;
}
