/** Small data sets of noise, whose labels are the indices of the images, for tests of the input pipeline. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RawSplit } from '../../main/compiler/types';
import { noise } from './batches';
import { documentOf } from './documents';

export interface SmallData {
  split: RawSplit;
  bytes: Uint8Array;
}

/** `count` images of noise in raw files; image n is labeled `label(n)`. */
export function noiseSplit(
  folder: string,
  name: string,
  {
    shape,
    count,
    label = (n) => n,
  }: { shape: readonly number[]; count: number; label?: (n: number) => number },
): SmallData {
  const next = noise(name.length + count);
  const size = shape.reduce((product, side) => product * side, 1);
  const bytes = Uint8Array.from({ length: count * size }, () => Math.floor((next() + 1) * 128));
  const split = {
    imagesFile: join(folder, `${name}.images`),
    labelsFile: join(folder, `${name}.labels`),
    count,
  };
  writeFileSync(split.imagesFile, bytes);
  writeFileSync(
    split.labelsFile,
    new Uint8Array(Int32Array.from({ length: count }, (_, n) => label(n)).buffer),
  );
  return { split, bytes };
}

/** A temporary folder for the tests of a file. */
export function temporaryFolder(): () => string {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'skipwire-data-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}

/** The smallest classifier. */
export const linear = (shape: readonly number[], classes: number) =>
  documentOf('linear', [
    { id: 'input', type: 'Input', params: { shape: [...shape] } },
    { id: 'flat', type: 'Flatten' },
    { id: 'head', type: 'Dense', params: { units: classes, activation: 'softmax' } },
  ]);
