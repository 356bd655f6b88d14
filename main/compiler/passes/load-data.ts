/** The entry `load_data`: the splits into variables, and the statistics that normalisation subtracts and divides by. */
import type { ImageStore, IteratorSpec } from '../ir/attributes';
import type { Builder } from '../ir/builder';
import type { SplitSource } from '../types';
import { DEVIATION, MEAN } from './normalize';

/** A split, where it comes from and how its batches are iterated over. */
export interface Split {
  source: SplitSource;
  iterator: IteratorSpec;
}

/** Bytes of decoded images of all splits together that are kept in memory, unless told otherwise. */
export const RESIDENT_BYTES = 2 ** 30;

export interface Residence {
  imageShape: readonly number[];
  residentBytes: number;
  threads: number;
}

/**
 * Where each split's images are while training. Raw ones are always in memory; those of files are decoded into memory
 * once when they fit into the budget, the training split first, and in each epoch anew otherwise.
 */
export function imageStores(
  splits: readonly (readonly [name: string, source: SplitSource])[],
  { imageShape, residentBytes, threads }: Residence,
): ImageStore[] {
  const bytesEach = imageShape.reduce((product, size) => product * size, 1);
  let left = residentBytes;
  return splits.map(([name, source]): ImageStore => {
    if (source.kind === 'files') {
      const bytes = source.count * bytesEach;
      if (bytes > left) return { kind: 'files', paths: `.data/${name}/paths`, threads };
      left -= bytes;
    }
    return { kind: 'memory', variable: `.data/${name}/images` };
  });
}

/** Declares what a split keeps between calls. */
export function declareData(build: Builder, { source, iterator }: Split): void {
  const { split, images, labels, imageShape, count } = iterator;
  const data = { role: 'data', trainable: false } as const;
  if (images.kind === 'memory') {
    build.declare({ ...data, name: images.variable, dtype: 'uint8', shape: [count, ...imageShape] });
  }
  if (source.kind === 'files') {
    build.declare({ ...data, name: `.data/${split}/paths`, dtype: 'string', shape: [count] });
  }
  build.declare({ ...data, name: labels, dtype: 'int32', shape: [count] });
}

/** Reads a split into its variables; returns the names of the nodes that do. */
export function loadSplit(build: Builder, { source, iterator }: Split, threads: number): string[] {
  const { split, images, labels, imageShape, count } = iterator;
  const file = (
    variable: string,
    path: string,
    dtype: 'uint8' | 'int32',
    shape: readonly number[],
  ): string => {
    const value = build.value('load_file', `${variable}/file`, [], { path, dtype, shape });
    return build.add('assign', `${variable}/load`, [value], { variable }).name;
  };
  const loads = [file(labels, source.labelsFile, 'int32', [count])];
  if (source.kind !== 'files') {
    const variable = images.kind === 'memory' ? images.variable : '';
    return [file(variable, source.imagesFile, 'uint8', [count, ...imageShape]), ...loads];
  }
  const paths = `.data/${split}/paths`;
  const lines = build.value('load_lines', `${paths}/file`, [], { path: source.pathsFile, count });
  const listed = build.add('assign', `${paths}/load`, [lines], { variable: paths }).name;
  if (images.kind === 'files') return [listed, ...loads];
  const { variable } = images;
  const decoding = {
    iterator: { ...iterator, images: { kind: 'files', paths, threads } as const },
    variable,
  };
  const decoded = build.add('decode_files', `${variable}/decode`, [], decoding, [listed]).name;
  return [listed, decoded, ...loads];
}

/** Sets the statistics that the program declares from the images, once `loads` have run. */
export function setStatistics(build: Builder, iterator: IteratorSpec, loads: readonly string[]): string[] {
  const declared = [MEAN, DEVIATION].filter((name) => build.has(name));
  if (declared.length === 0) return [];
  const of = declared.includes(DEVIATION) ? 'channel' : 'pixel';
  const { outputs } = build.add('image_statistics', '.data/statistics', [], { iterator, of }, loads);
  return declared.map(
    (variable, index) => build.add('assign', `${variable}/set`, [outputs[index]!], { variable }).name,
  );
}
