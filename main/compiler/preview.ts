/** Images after each step of the input pipeline: a small model without a network, from the nodes of a training. */
import type { PixelStatistics } from '../../core/ops/pixels';
import type { Augmentation, Normalization } from '../../core/study/augmentation';
import type { Preprocessing } from '../../core/study/data';
import { emit } from './emit';
import type { IteratorSpec } from './ir/attributes';
import { Builder } from './ir/builder';
import { staysBytes } from './ir/stays-bytes';
import { verify } from './ir/verify';
import { augmentationOf } from './passes/input-pipeline';
import { declareData, imageStore, loadSplit, setKnown, setStatistics } from './passes/load-data';
import { centerOf, declareStatistics, statisticsOf } from './passes/normalize';
import type { CompiledModel, SplitSource } from './types';

export interface PreviewOptions {
  /** The split, and positions in it. */
  source: SplitSource;
  indices: readonly number[];
  /** Training images, whose statistics normalization uses. */
  train: SplitSource;
  imageShape: readonly number[];
  preprocessing: Preprocessing;
  /** Absent for images that are not trained on. */
  augmentation?: Augmentation | undefined;
  normalization: Normalization;
  /** Those that the network's Input sets, in place of a normalization. */
  known?: PixelStatistics | undefined;
  threads: number;
}

const PREVIEW_TAG = 'preview';

/**
 * Signatures: `load_data`; `begin` (seed, epoch: int32 []); `resized` -> bytes: int32 [ceil(n / 4)], of all images, four
 * to a number; `seen` -> x: float32 [images,h,w,c] in 0..1, augmented, and normalized: the same for the network.
 */
export function compilePreview(options: PreviewOptions): Pick<CompiledModel, 'savedModel' | 'tags'> {
  const { source, train, indices, imageShape, preprocessing, known, threads } = options;
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
  const build = new Builder();
  declareData(build, plain);
  const effects = loadSplit(build, { source, iterator: plain });
  const statistics = statisticsOf(known ? 'per-channel' : options.normalization, imageShape);
  if (statistics.length > 0) declareStatistics(build, statistics);
  if (known) effects.push(...setKnown(build, known));
  else if (statistics.length > 0) {
    const measured = iterator('measured', train, 'measured', true);
    declareData(build, measured);
    effects.push(...setStatistics(build, measured, loadSplit(build, { source: train, iterator: measured })));
  }
  build.entry({ name: 'load_data', effects });

  const seed = build.input('.data/seed', 'int32');
  const epoch = build.input('.data/epoch', 'int32');
  const center = augmentation && centerOf(build);
  const seen = iterator('seen', source, 'shown', staysBytes(augmentation, center?.of));
  const begins = [{ iterator: plain }, { iterator: seen, augmentation, center }].map((how) => {
    const attributes = { ...how, shuffle: false, only: indices };
    return build.add('begin_iteration', `.data/begin_${how.iterator.split}`, [seed, epoch], attributes).name;
  });
  build.entry({ name: 'begin', inputs: { seed, epoch }, effects: begins });
  const x = build.value('next_batch', '.data/seen', [], { iterator: seen });
  const reads = statistics.map(({ name }) => build.read(name));
  const normalized = reads.length > 0 ? build.value('normalize', '.data/normalized', [x, ...reads], {}) : x;
  build.entry({ name: 'seen', outputs: { x, normalized } });
  const bytes = build.value('next_bytes', '.data/resized', [], { iterator: plain });
  build.entry({ name: 'resized', outputs: { bytes } });
  const program = build.finish();
  verify(program, 'the preview');
  return { savedModel: emit(program, { tags: [PREVIEW_TAG] }), tags: [PREVIEW_TAG] };
}
