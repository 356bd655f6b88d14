/**
 * Puts the data set into the program: the splits are read or mapped into variables once (`load_data`), and the
 * batches that `train_on_batch` and `eval_on_batch` are fed come from iterators over them. The fed entries
 * stay: what is fed replaces the iterator, so one network serves both. The test split has no iterator of its own: it takes
 * that of the validation split, and so the network that is there already.
 */
import type { Augmentation } from '../../../core/study/augmentation';
import { type Preprocessing, preprocessingSchema } from '../../../core/study/data';
import type { IteratorSpec, OperatorAttributes } from '../ir/attributes';
import { Builder } from '../ir/builder';
import { staysBytes } from '../ir/stays-bytes';
import { bug, type Program, type Value } from '../ir/types';
import type { SplitSource } from '../types';
import { hasBatchStatistics } from './batch-statistics';
import { canBeResident, declareData, imageStore, loadSplit, type Split, setStatistics } from './load-data';
import { centerOf } from './normalize';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

export interface Pipeline {
  train: SplitSource;
  validation: SplitSource;
  test?: SplitSource | undefined;
  imageShape: readonly number[];
  batchSize: number;
  /** Of training images; mixup and cutmix are the pass 'mix'. */
  augmentation?: Augmentation | undefined;
  preprocessing?: Preprocessing | undefined;
  /** Images that are decoded or resized at once. */
  threads?: number | undefined;
  /** Whether images for training and validation are kept on the device, where they come from a file as they are fed. */
  resident?: boolean | undefined;
}

export const addInputPipeline = (pipeline: Pipeline): Pass => ({
  name: 'input pipeline',
  run(program) {
    const augmentation = augmentationOf(pipeline);
    const declaring = new Builder(program);
    const center = centerOf(declaring);
    const splits = splitsOf(pipeline, staysBytes(augmentation, center?.of));
    const augmented = { augmentation, center: augmentation && center };
    const [trainIterator, evalIterator, testIterator] = splits.map(({ iterator }) => iterator) as [
      IteratorSpec,
      IteratorSpec,
      IteratorSpec | undefined,
    ];

    for (const { iterator } of splits) declareData(declaring, iterator);
    const training = { iterator: trainIterator, ...(trainIterator.resident ? augmented : {}) };
    const fedByIterators = withIterators(declaring.finish(), training, { iterator: evalIterator });
    const build = new Builder(fedByIterators);
    const loads = splits.map((split) => loadSplit(build, split));
    const statistics = setStatistics(build, trainIterator, loads[0] as string[]);
    const effects = [...loads.flat(), ...statistics];
    build.entry({ name: 'load_data', inputs: {}, outputs: {}, effects });

    const integer = (name: string) => build.value('input', name, [], { dtype: 'int32', shape: [] });
    const seed = integer('.data/seed');
    const epoch = integer('.data/epoch');
    const firstBatch = integer('.data/first_batch');
    const beginEpoch = build.add('begin_iteration', '.data/begin_epoch', [seed, epoch, firstBatch], {
      iterator: trainIterator,
      shuffle: true,
      ...augmented,
    });
    build.entry({
      name: 'begin_epoch',
      inputs: { seed, epoch, first_batch: firstBatch },
      outputs: {},
      effects: [beginEpoch.name],
    });
    const inOrder = (name: string, iterator: IteratorSpec): void => {
      const begin = build.add('begin_iteration', `.data/${name}`, [], { iterator, shuffle: false });
      build.entry({ name, inputs: {}, outputs: {}, effects: [begin.name] });
    };
    inOrder('begin_validation', evalIterator);
    if (testIterator) inOrder('begin_test', testIterator);

    build.entry(unfed(fedByIterators, 'train_on_batch', 'train_step'));
    if (fedByIterators.entries.some(({ name }) => name === 'train_on_batch_observed'))
      build.entry(unfed(fedByIterators, 'train_on_batch_observed', 'train_step_observed'));
    if (hasBatchStatistics(fedByIterators))
      build.entry(unfed(fedByIterators, 'statistics_on_batch', 'statistics_step'));
    build.entry(unfed(fedByIterators, 'eval_on_batch', 'eval_step'));
    if (testIterator) build.entry(unfed(fedByIterators, 'eval_on_batch', 'test_step'));
    build.reach('fed');
    return build.finish();
  },
});

/** Of the images themselves; undefined where they stay as they are. */
export function augmentationOf({ augmentation }: Pick<Pipeline, 'augmentation'>): Augmentation | undefined {
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
    // The test split takes turns with the validation split; gone through once, it has nothing to be kept for.
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
  const { trainImages, trainLabels, evalImages, evalLabels } = program.landmarks;
  const sources = new Map<string, readonly [Batches, number]>();
  const source = (value: Value | undefined, batches: Batches, output: number): void => {
    if (!value) bug("The pass 'input pipeline' needs the images and labels of both networks.");
    sources.set(value.node, [batches, output]);
  };
  source(trainImages, train, 0);
  source(trainLabels, train, 1);
  source(evalImages, evaluation, 0);
  source(evalLabels, evaluation, 1);

  const pulled = new Map<string, readonly Value[]>();
  return rewrite(program, (node, build) => {
    const from = sources.get(node.name);
    if (!from) return undefined;
    const [batches, output] = from;
    const { name } = batches.iterator;
    let values = pulled.get(name);
    if (!values) {
      values = build.add('next_batch', `${name}/next`, [], batches).outputs;
      pulled.set(name, values);
    }
    return [values[output] as Value];
  });
}

/** The entry without the batch among its inputs. */
function unfed(program: Program, entryName: string, name: string) {
  const entry = program.entries.find((candidate) => candidate.name === entryName);
  if (!entry) bug(`The pass 'input pipeline' follows 'metrics'. Received: no entry '${entryName}'.`);
  const { x: _images, y: _labels, ...inputs } = entry.inputs;
  return { ...entry, name, inputs };
}
