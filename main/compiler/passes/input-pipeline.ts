/**
 * Puts the data set into the program: both splits are read into variables once (`load_data`), and the
 * batches that `train_on_batch` and `eval_on_batch` are fed come from iterators over them. The fed entries
 * stay: what is fed replaces the iterator, so one network serves both.
 */
import type { IteratorSpec } from '../ir/attributes';
import { Builder } from '../ir/builder';
import { IrError, type Program, type Value } from '../ir/types';
import type { SplitSource } from '../types';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

interface Pipeline {
  train: SplitSource;
  validation: SplitSource;
  imageShape: readonly number[];
  batchSize: number;
}

export const addInputPipeline = ({ train, validation, imageShape, batchSize }: Pipeline): Pass => ({
  name: 'input pipeline',
  run(program) {
    const iterator = (split: string, { count }: SplitSource): IteratorSpec => ({
      name: `.data/${split}/iterator`,
      images: `.data/${split}/images`,
      labels: `.data/${split}/labels`,
      imageShape,
      count,
      batchSize,
    });
    const trainIterator = iterator('train', train);
    const evalIterator = iterator('validation', validation);

    const declared = withDataVariables(program, [trainIterator, evalIterator]);
    const fedByIterators = withIterators(declared, trainIterator, evalIterator);
    const build = new Builder(fedByIterators);
    const loads = [...load(build, trainIterator, train), ...load(build, evalIterator, validation)];
    build.entry({ name: 'load_data', inputs: {}, outputs: {}, effects: loads });

    const integer = (name: string) => build.value('input', name, [], { dtype: 'int32', shape: [] });
    const seed = integer('.data/seed');
    const epoch = integer('.data/epoch');
    const firstBatch = integer('.data/first_batch');
    const beginEpoch = build.add('begin_iteration', '.data/begin_epoch', [seed, epoch, firstBatch], {
      iterator: trainIterator,
      shuffle: true,
    });
    build.entry({
      name: 'begin_epoch',
      inputs: { seed, epoch, first_batch: firstBatch },
      outputs: {},
      effects: [beginEpoch.name],
    });
    const beginValidation = build.add('begin_iteration', '.data/begin_validation', [], {
      iterator: evalIterator,
      shuffle: false,
    });
    build.entry({ name: 'begin_validation', inputs: {}, outputs: {}, effects: [beginValidation.name] });

    build.entry(unfed(fedByIterators, 'train_on_batch', 'train_step'));
    build.entry(unfed(fedByIterators, 'eval_on_batch', 'eval_step'));
    return build.finish();
  },
});

function withDataVariables(program: Program, iterators: readonly IteratorSpec[]): Program {
  const build = new Builder(program);
  for (const { images, labels, imageShape, count } of iterators) {
    const data = { role: 'data', trainable: false } as const;
    build.declare({ ...data, name: images, dtype: 'uint8', shape: [count, ...imageShape] });
    build.declare({ ...data, name: labels, dtype: 'int32', shape: [count] });
  }
  return build.finish();
}

/** The program with the fed images and labels coming from iterators. */
function withIterators(program: Program, train: IteratorSpec, evaluation: IteratorSpec): Program {
  const { trainImages, trainLabels, evalImages, evalLabels } = program.landmarks;
  const batches = new Map<string, readonly [IteratorSpec, number]>();
  const source = (value: Value | undefined, spec: IteratorSpec, output: number): void => {
    if (!value) throw new IrError("The pass 'input pipeline' needs the images and labels of both networks.");
    batches.set(value.node, [spec, output]);
  };
  source(trainImages, train, 0);
  source(trainLabels, train, 1);
  source(evalImages, evaluation, 0);
  source(evalLabels, evaluation, 1);

  const pulled = new Map<string, readonly Value[]>();
  return rewrite(program, (node, build) => {
    const batch = batches.get(node.name);
    if (!batch) return undefined;
    const [spec, output] = batch;
    let values = pulled.get(spec.name);
    if (!values) {
      values = build.add('next_batch', `${spec.name}/next`, [], { iterator: spec }).outputs;
      pulled.set(spec.name, values);
    }
    return [values[output] as Value];
  });
}

/** Reads a split's two files into their variables; returns the names of the assignments. */
function load(build: Builder, spec: IteratorSpec, source: SplitSource): string[] {
  const parts = [
    {
      variable: spec.images,
      dtype: 'uint8',
      path: source.imagesFile,
      shape: [spec.count, ...spec.imageShape],
    },
    { variable: spec.labels, dtype: 'int32', path: source.labelsFile, shape: [spec.count] },
  ] as const;
  return parts.map(({ variable, dtype, path, shape }) => {
    const value = build.value('load_file', `${variable}/file`, [], { path, dtype, shape });
    return build.add('assign', `${variable}/load`, [value], { variable }).name;
  });
}

/** The entry without the batch among its inputs. */
function unfed(program: Program, entryName: string, name: string) {
  const entry = program.entries.find((candidate) => candidate.name === entryName);
  if (!entry)
    throw new IrError(`The pass 'input pipeline' follows 'metrics'. Received: no entry '${entryName}'.`);
  const { x: _images, y: _labels, ...inputs } = entry.inputs;
  return { ...entry, name, inputs };
}
