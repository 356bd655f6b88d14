/** Made-up pictures with detail all over, what becomes of them on their way through the web, and sets of them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetManifest } from '../../../../main/datasets/storage/store';

export type Shape = [height: number, width: number, channels: number];
export interface Labeled {
  pixels: Uint8Array;
  label: number;
}

/** mulberry32: 0..1 */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A scene of soft blots, sampled at any place: what a photograph shows. */
export type Scene = (x: number, y: number) => [number, number, number];

export function scene(seed: number): Scene {
  const next = random(seed);
  const blots = Array.from({ length: 60 }, () => ({
    x: next(),
    y: next(),
    radius: 0.03 + 0.15 * next(),
    color: [next() - 0.5, next() - 0.5, next() - 0.5],
  }));
  return (x, y) => {
    const sum = [128, 128, 128] as [number, number, number];
    for (const blot of blots) {
      const weight = Math.exp(-((x - blot.x) ** 2 + (y - blot.y) ** 2) / blot.radius ** 2);
      for (let c = 0; c < 3; c++) sum[c]! += 160 * weight * blot.color[c]!;
    }
    return sum;
  };
}

/** A view of a scene; by default all of it. */
export function shoot(
  of: Scene,
  [height, width, channels]: Shape = [32, 32, 3],
  {
    left = 0,
    top = 0,
    scale = 1,
    mirrored = false,
    gain = 1,
    offset = 0,
    color = [1, 1, 1],
  }: {
    left?: number;
    top?: number;
    scale?: number;
    mirrored?: boolean;
    gain?: number;
    offset?: number;
    color?: number[];
  } = {},
): Uint8Array {
  const pixels = new Uint8ClampedArray(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = (left + scale * ((mirrored ? width - 1 - x : x) + 0.5)) / width;
      const v = (top + scale * (y + 0.5)) / height;
      const at = (y * width + x) * channels;
      of(u, v)
        .slice(0, channels)
        .forEach((value, c) => {
          pixels[at + c] = gain * value * color[c]! + offset;
        });
    }
  }
  return new Uint8Array(pixels.buffer);
}

/** Writes a raw data set; answers with its folder and manifest. */
export function writeRawSet(
  root: string,
  splits: { train: Labeled[]; val?: Labeled[]; test?: Labeled[] },
  {
    imageShape = [32, 32, 3],
    classes = ['cat', 'dog'],
    id = 'made-up',
  }: {
    imageShape?: Shape;
    classes?: string[];
    id?: string;
  } = {},
): { folder: string; manifest: DatasetManifest } {
  const folder = join(root, id);
  mkdirSync(folder, { recursive: true });
  const write = (split: 'train' | 'val' | 'test', images: Labeled[] = []) => {
    writeFileSync(join(folder, `${split}.images.u8`), Buffer.concat(images.map(({ pixels }) => pixels)));
    const labels = Buffer.alloc(images.length * 4);
    images.forEach(({ label }, i) => {
      labels.writeInt32LE(label, i * 4);
    });
    writeFileSync(join(folder, `${split}.labels.i32`), labels);
    return {
      count: images.length,
      perClass: classes.map((_, index) => images.filter(({ label }) => label === index).length),
    };
  };
  const manifest: DatasetManifest = {
    format: 'skipwire.dataset',
    version: 1,
    id,
    name: 'Made up',
    classes,
    imageShape,
    storage: 'raw',
    valRole: 'validation',
    train: write('train', splits.train),
    val: write('val', splits.val),
    ...(splits.test ? { test: write('test', splits.test) } : {}),
    dropped: 0,
    odd: 0,
    splitDescription: 'trained on what a test made up',
    origin: 'a test',
    importedAt: '2026-01-01T00:00:00.000Z',
  };
  writeFileSync(join(folder, 'dataset.json'), JSON.stringify(manifest));
  return { folder, manifest };
}
