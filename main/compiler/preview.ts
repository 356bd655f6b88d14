/** What the input pipeline makes of some images, by the nodes that train: a small model without a network. */
import type { Augmentation, Normalization } from '../../core/study/augmentation';
import type { Preprocessing } from '../../core/study/data';
import { emit } from './emit';
import type { IteratorSpec } from './ir/attributes';
import { Builder } from './ir/builder';
import type { Value } from './ir/types';
import { verify } from './ir/verify';
import { augmentationOf } from './passes/input-pipeline';
import { declareData, imageStore, loadSplit, setStatistics } from './passes/load-data';
import { MEAN, statisticsOf } from './passes/normalize';
import type { CompiledModel, SplitSource } from './types';

export interface PreviewOptions {
  /** The split that is looked at, and positions in it. */
  source: SplitSource;
  indices: readonly number[];
  /** Training images, whose statistics normalisation uses. */
  train: SplitSource;
  imageShape: readonly number[];
  preprocessing: Preprocessing;
  /** Absent for images that are not trained on. */
  augmentation?: Augmentation | undefined;
  normalization: Normalization;
  threads: number;
}

export const PREVIEW_TAG = 'preview';

/**
 * Signatures: `load_data`; `begin` (seed, epoch: int32 []); `resized` -> bytes: int32 [ceil(n / 4)], of all images, four
 * to a number; `augmented`, where there is augmentation, -> x: float32 [images,h,w,c] in 0..1, before normalisation;
 * `statistics`, where there is normalisation, -> v0, v1 in the order of `statisticsOf`.
 */
export function compilePreview(options: PreviewOptions): Pick<CompiledModel, 'savedModel' | 'tags'> {
  const { source, train, indices, imageShape, preprocessing, normalization, threads } = options;
  const augmentation = augmentationOf(options);
  const iterator = (split: string, of: SplitSource, data: string, bytes: boolean): IteratorSpec => ({
    name: `.data/${split}/iterator`,
    split,
    images: imageStore(data, of, imageShape),
    labels: `.data/${data}/labels`,
    imageShape,
    preprocessing,
    count: of.count,
    batchSize: indices.length,
    bytes,
    threads,
  });
  const plain = iterator('plain', source, 'shown', true);
  const augmented = iterator('augmented', source, 'shown', false);
  const build = new Builder();
  declareData(build, plain);
  const effects = loadSplit(build, { source, iterator: plain });
  const statistics = statisticsOf(normalization, imageShape);
  if (statistics.length > 0) {
    const measured = iterator('measured', train, 'measured', true);
    declareData(build, measured);
    for (const { name, shape } of statistics) {
      build.declare({ name, shape, dtype: 'float32', role: 'weight', trainable: false });
    }
    effects.push(...setStatistics(build, measured, loadSplit(build, { source: train, iterator: measured })));
    const outputs: Record<string, Value> = {};
    for (const [index, { name }] of statistics.entries()) outputs[`v${index}`] = build.read(name);
    build.entry({ name: 'statistics', inputs: {}, outputs, effects: [] });
  }
  build.entry({ name: 'load_data', inputs: {}, outputs: {}, effects });

  const integer = (name: string) => build.value('input', name, [], { dtype: 'int32', shape: [] });
  const seed = integer('.data/seed');
  const epoch = integer('.data/epoch');
  const begin = (of: IteratorSpec, how: { augmentation?: Augmentation; center?: string | undefined }) =>
    build.add('begin_iteration', `.data/begin_${of.split}`, [seed, epoch], {
      iterator: of,
      shuffle: false,
      only: indices,
      ...how,
    }).name;
  const begins = [begin(plain, {})];
  if (augmentation) {
    begins.push(begin(augmented, { augmentation, center: build.has(MEAN) ? MEAN : undefined }));
    const x = build.value('next_batch', '.data/augmented', [], { iterator: augmented });
    build.entry({ name: 'augmented', inputs: {}, outputs: { x }, effects: [] });
  }
  build.entry({ name: 'begin', inputs: { seed, epoch }, outputs: {}, effects: begins });
  const bytes = build.value('next_bytes', '.data/resized', [], { iterator: plain });
  build.entry({ name: 'resized', inputs: {}, outputs: { bytes }, effects: [] });
  const program = build.finish();
  verify(program, 'the preview');
  return { savedModel: emit(program, { tags: [PREVIEW_TAG] }), tags: [PREVIEW_TAG] };
}
