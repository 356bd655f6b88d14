/** The entry `load_data`: the splits into variables, and the statistics that normalization subtracts and divides by. */
import type { ImageStore, IteratorSpec } from '../ir/attributes';
import type { Builder } from '../ir/builder';
import type { SplitSource } from '../types';
import { DEVIATION, MEAN } from './normalize';

/** A split, where it comes from and how its batches are iterated over. */
export interface Split {
  source: SplitSource;
  iterator: IteratorSpec;
}

/**
 * Where a split's images are while training: in files that are decoded in each epoch, or in a mapped file and, if they are
 * to be resident, on the device too.
 */
export function imageStore(
  split: string,
  source: SplitSource,
  imageShape: readonly number[],
  resident = false,
): ImageStore {
  if (source.kind === 'files') return { kind: 'files', paths: `.data/${split}/paths`, root: source.root };
  const variable = `.data/${split}/images`;
  const shape = source.imageShape ?? imageShape;
  return { kind: 'mapped', variable, shape, ...(resident ? { resident: `${variable}/resident` } : {}) };
}

/** Whether the images lie in a file as the network takes them. A GPU would resize with other roundings. */
export const canBeResident = (source: SplitSource, imageShape: readonly number[]): boolean =>
  source.kind !== 'files' && (source.imageShape ?? imageShape).join() === imageShape.join();

/** Declares what a split keeps between calls. */
export function declareData(build: Builder, { images, labels, count }: IteratorSpec): void {
  const data = { role: 'data', trainable: false } as const;
  if (images.kind === 'files') {
    build.declare({ ...data, name: images.paths, dtype: 'string', shape: [count] });
  } else {
    const bytes = { dtype: 'uint8', shape: [count, ...images.shape], trainable: false } as const;
    build.declare({ ...bytes, name: images.variable, role: 'data' });
    if (images.resident !== undefined) build.declare({ ...bytes, name: images.resident, role: 'resident' });
  }
  build.declare({ ...data, name: labels, dtype: 'int32', shape: [count] });
}

/** Reads or maps a split into its variables, and brings to the device what is resident; returns the nodes that do. */
export function loadSplit(build: Builder, { source, iterator }: Split): string[] {
  const { labels, count } = iterator;
  const path = source.labelsFile;
  const file = { path, dtype: 'int32', shape: [count] } as const;
  const classes = build.value('load_file', `${labels}/file`, [], file);
  const loaded = build.add('assign', `${labels}/load`, [classes], { variable: labels }).name;
  return [...loadImages(build, { source, iterator }), loaded];
}

function loadImages(build: Builder, { source, iterator }: Split): string[] {
  const { images, count } = iterator;
  if (source.kind === 'files') {
    const variable = (images as Extract<ImageStore, { kind: 'files' }>).paths;
    const lines = build.value('load_lines', `${variable}/file`, [], { path: source.pathsFile, count });
    return [build.add('assign', `${variable}/load`, [lines], { variable }).name];
  }
  const { variable, shape, resident } = images as Extract<ImageStore, { kind: 'mapped' }>;
  const file = { path: source.imagesFile, shape: [count, ...shape] };
  const mapped = build.value('map_file', `${variable}/file`, [], file);
  const kept = resident === undefined ? [variable] : [variable, resident];
  return kept.map((name) => build.add('assign', `${name}/load`, [mapped], { variable: name }).name);
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
