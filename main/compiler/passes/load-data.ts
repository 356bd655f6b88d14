/** The entry `load_data`: the splits into variables, and the statistics for normalization. */
import type { PixelStatistics } from '../../../core/ops/pixels';
import type { ImageStore, IteratorSpec } from '../ir/attributes';
import type { Builder } from '../ir/builder';
import type { SplitSource } from '../types';
import { DEVIATION, MEAN } from './normalize';

export interface Split {
  source: SplitSource;
  iterator: IteratorSpec;
}

/**
 * Where a split's images are during training: in files to decode, or in a mapped file and, if resident, on the device
 * too.
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

/** Whether the file has the images in the network's size: a GPU would round differently when it resizes. */
export const canBeResident = (source: SplitSource, imageShape: readonly number[]): boolean =>
  source.kind !== 'files' && (source.imageShape ?? imageShape).join() === imageShape.join();

/** Declares the variables of a split. */
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

/**
 * Reads or maps a split into its variables, and copies resident images to the device.
 * @returns the nodes that do so
 */
export function loadSplit(build: Builder, { source, iterator }: Split): string[] {
  const { labels, count } = iterator;
  const file = { path: source.labelsFile, dtype: 'int32', shape: [count] } as const;
  const classes = build.value('load_file', `${labels}/file`, [], file);
  const loaded = build.assign(labels, 'load', classes);
  return [...loadImages(build, { source, iterator }), loaded];
}

function loadImages(build: Builder, { source, iterator }: Split): string[] {
  const { images, count } = iterator;
  if (source.kind === 'files') {
    const variable = (images as Extract<ImageStore, { kind: 'files' }>).paths;
    const lines = build.value('load_lines', `${variable}/file`, [], { path: source.pathsFile, count });
    return [build.assign(variable, 'load', lines)];
  }
  const { variable, shape, resident } = images as Extract<ImageStore, { kind: 'mapped' }>;
  const file = { path: source.imagesFile, shape: [count, ...shape] };
  const mapped = build.value('map_file', `${variable}/file`, [], file);
  const kept = resident === undefined ? [variable] : [variable, resident];
  return kept.map((name) => build.assign(name, 'load', mapped));
}

/**
 * Sets the statistics that the program declares from the images, once `loads` have run.
 * @param known those of the network's Input, which are not measured
 */
export function setStatistics(
  build: Builder,
  iterator: IteratorSpec,
  loads: readonly string[],
  known?: PixelStatistics | undefined,
): string[] {
  if (known) return setKnown(build, known);
  const declared = [MEAN, DEVIATION].filter((name) => build.has(name));
  if (declared.length === 0) return [];
  const of = declared.includes(DEVIATION) ? 'channel' : 'pixel';
  const { outputs } = build.add('image_statistics', '.data/statistics', [], { iterator, of }, loads);
  return declared.map((variable, index) => build.assign(variable, 'set', outputs[index]!));
}

/** Sets the declared statistics to those of the network's Input. */
export function setKnown(build: Builder, { mean, deviation }: PixelStatistics): string[] {
  const known = [
    [MEAN, mean],
    [DEVIATION, deviation],
  ] as const;
  return known.map(([variable, values]) => {
    const channels = values.map((value) => build.scalar(`${variable}/known`, value));
    return build.assign(variable, 'set', build.value('stack', `${variable}/channels`, channels, {}));
  });
}
