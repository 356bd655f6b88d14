/**
 * Adds the data set to the program: the splits are read or mapped into variables once (`load_data`), and iterators over
 * them supply the batches for `train_on_batch` and `eval_on_batch`. The fed entries stay: fed values replace the
 * iterator. The test split shares the iterator of the validation split.
 */
import type { PixelStatistics } from '../../../core/ops/pixels';
import type { Augmentation } from '../../../core/study/augmentation';
import { preprocessingSchema } from '../../../core/study/data';
import type { IteratorSpec, OperatorAttributes } from '../ir/attributes';
import { Builder } from '../ir/builder';
import { staysBytes } from '../ir/stays-bytes';
import type { Program, Value } from '../ir/types';
import type { CompileOptions } from '../types';
import { hasBatchStatistics } from './batch-statistics';
import { canBeResident, declareData, imageStore, loadSplit, type Split, setStatistics } from './load-data';
import { centerOf } from './normalize';
import { entryOf, landmarksOf, type Pass } from './pass';
import { rewrite } from './rewrite';

type Shared =
  | 'imageShape'
  | 'batchSize'
  | 'order'
  | 'augmentation'
  | 'preprocessing'
  | 'threads'
  | 'resident';
/** Mixup and cutmix are the pass 'mix'. */
export type Pipeline = NonNullable<CompileOptions['dataset']> &
  Pick<CompileOptions, Shared> & {
    /** Those that the network's Input sets; absent: measured where normalization needs them. */
    statistics?: PixelStatistics | undefined;
  };

export const addInputPipeline = (pipeline: Pipeline): Pass => ({
  name: 'input pipeline',
  run(program) {
    const augmentation = augmentationOf(pipeline);
    const declaring = new Builder(program);
    const center = centerOf(declaring);
    const splits = splitsOf(pipeline, staysBytes(augmentation, center?.of));
    const augmented = { augmentation, center: augmentation && center };
    const [train, evaluation, test] = splits.map(({ iterator }) => iterator) as [
      IteratorSpec,
      IteratorSpec,
      IteratorSpec | undefined,
    ];

    for (const { iterator } of splits) declareData(declaring, iterator);
    const training = { iterator: train, ...(train.resident ? augmented : {}) };
    const fed = withIterators(declaring.finish(), training, { iterator: evaluation });
    const build = new Builder(fed);
    const loads = splits.map((split) => loadSplit(build, split));
    const statistics = setStatistics(build, train, loads[0] as string[], pipeline.statistics);
    build.entry({ name: 'load_data', effects: [...loads.flat(), ...statistics] });

    const seed = build.input('.data/seed', 'int32');
    const epoch = build.input('.data/epoch', 'int32');
    const first_batch = build.input('.data/first_batch', 'int32');
    const shuffled = { iterator: train, shuffle: true, order: pipeline.order, ...augmented };
    const inputs = [seed, epoch, first_batch];
    const { name: begin } = build.add('begin_iteration', '.data/begin_epoch', inputs, shuffled);
    build.entry({ name: 'begin_epoch', inputs: { seed, epoch, first_batch }, effects: [begin] });
    const inOrder = (name: string, iterator: IteratorSpec): void => {
      const begin = build.add('begin_iteration', `.data/${name}`, [], { iterator, shuffle: false });
      build.entry({ name, effects: [begin.name] });
    };
    inOrder('begin_validation', evaluation);
    if (test) inOrder('begin_test', test);

    build.entry(unfed(fed, 'train_on_batch', 'train_step'));
    if (fed.entries.some(({ name }) => name === 'train_on_batch_observed'))
      build.entry(unfed(fed, 'train_on_batch_observed', 'train_step_observed'));
    if (hasBatchStatistics(fed)) build.entry(unfed(fed, 'statistics_on_batch', 'statistics_step'));
    build.entry(unfed(fed, 'eval_on_batch', 'eval_step'));
    if (test) build.entry(unfed(fed, 'eval_on_batch', 'test_step'));
    build.reach('fed');
    return build.finish();
  },
});

/** The augmentation that changes images, without mixing; undefined if there is none. */
export function augmentationOf({
  augmentation,
}: {
  augmentation?: Augmentation | undefined;
}): Augmentation | undefined {
  if (!augmentation) return undefined;
  const { colorJitter, randomResizedCrop, flip, padAndCrop, cutout } = augmentation;
  return colorJitter || randomResizedCrop || flip || padAndCrop || cutout ? augmentation : undefined;
}

/** In the order train, validation, test. */
function splitsOf(pipeline: Pipeline, trainBytes: boolean): Split[] {
  const { train, validation, test, imageShape, batchSize, threads = 1, resident: asked = false } = pipeline;
  const preprocessing = pipeline.preprocessing ?? preprocessingSchema.parse({});
  const named = Object.entries({ train, validation, ...(test ? { test } : {}) });
  return named.map(([split, source]) => {
    // The test split shares the validation split's iterator; used once, it is not kept on the device.
    const turns = split === 'train' ? 'train' : 'validation';
    const resident = asked && canBeResident(pipeline[turns], imageShape);
    return {
      source,
      iterator: {
        name: `.data/${turns}/iterator`,
        split,
        images: imageStore(split, source, imageShape, resident && split !== 'test'),
        labels: `.data/${split}/labels`,
        imageShape,
        preprocessing,
        count: source.count,
        batchSize,
        bytes: split !== 'train' || trainBytes || resident,
        threads,
        ...(resident ? { resident } : {}),
      },
    };
  });
}

type Batches = OperatorAttributes['next_batch'];

/** The program with the fed images and labels coming from iterators. */
function withIterators(program: Program, train: Batches, evaluation: Batches): Program {
  const needed = ['trainImages', 'trainLabels', 'evalImages', 'evalLabels'] as const;
  const { trainImages, trainLabels, evalImages, evalLabels } = landmarksOf(
    program,
    'input pipeline',
    ...needed,
  );
  const sources = new Map<string, readonly [Batches, number]>([
    [trainImages.node, [train, 0]],
    [trainLabels.node, [train, 1]],
    [evalImages.node, [evaluation, 0]],
    [evalLabels.node, [evaluation, 1]],
  ]);
  const pulled = new Map<string, readonly Value[]>();
  return rewrite(program, (node, build) => {
    const from = sources.get(node.name);
    if (!from) return undefined;
    const [batches, output] = from;
    const { name } = batches.iterator;
    const values = pulled.get(name) ?? build.add('next_batch', `${name}/next`, [], batches).outputs;
    pulled.set(name, values);
    return [values[output] as Value];
  });
}

/** The entry without the batch among its inputs. */
function unfed(program: Program, entryName: string, name: string) {
  const entry = entryOf(program, 'input pipeline', entryName);
  const { x: _images, y: _labels, ...inputs } = entry.inputs;
  return { ...entry, name, inputs };
}
