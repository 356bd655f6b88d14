/** What `compile` yields, read back from its bytes, and what it refuses. */

import { GraphError } from '../../../core/graph/problem';
import { buildPreset } from '../../../core/presets';
import { compile, compileFrozen } from '../../../main/compiler';
import type { CompiledModel, CompileOptions } from '../../../main/compiler/types';
import { options } from '../../support/batches';
import { documentOf } from '../../support/documents';
import { decodeModel } from '../../support/graph-def';

const SHAPE = [32, 32, 3];
const split = (name: string, count: number) => ({
  imagesFile: `${name}.u8`,
  labelsFile: `${name}.i32`,
  count,
});
const withDataset: CompileOptions = {
  ...options(SHAPE, { momentum: 0.9, clipnorm: 1 }),
  batchSize: 32,
  dataset: { train: split('train', 100), validation: split('val', 50) },
};
const small = (id: string) => buildPreset(id, { width: 1 / 16 });

const signaturesOf = (model: CompiledModel) =>
  Object.fromEntries(
    Object.entries(decodeModel(model.savedModel).signatures).map(([name, { inputs, outputs }]) => [
      name,
      [Object.keys(inputs).sort(), Object.keys(outputs).sort()],
    ]),
  );

test('the signatures of types.ts', () => {
  const model = compile(small('resnet18'), withDataset);
  const weights = model.variables.map((_, index) => `v${index}`).sort();
  const fed = {
    init: [['seed'], ['done']],
    train_on_batch: [
      ['learning_rate', 'seed', 'step', 'x', 'y'],
      ['correct', 'count', 'loss', 'top5'],
    ],
    eval_on_batch: [
      ['x', 'y'],
      ['confusion', 'correct', 'count', 'loss_sum', 'top5'],
    ],
    predict: [['x'], ['y']],
    read_weights: [[], weights],
    write_weights: [weights, ['done']],
  };
  expect(signaturesOf(model)).toEqual({
    ...fed,
    load_data: [[], ['done']],
    begin_epoch: [['epoch', 'first_batch', 'seed'], ['done']],
    train_step: [
      ['learning_rate', 'seed', 'step'],
      ['correct', 'count', 'loss', 'top5'],
    ],
    begin_validation: [[], ['done']],
    eval_step: [[], ['confusion', 'correct', 'count', 'loss_sum', 'top5']],
  });
  const { dataset } = withDataset;
  const tested = { ...withDataset, dataset: { ...dataset!, test: dataset!.validation } };
  const added = signaturesOf(compile(small('resnet18'), tested));
  expect(added).toEqual({
    ...signaturesOf(model),
    begin_test: [[], ['done']],
    test_step: [[], ['confusion', 'correct', 'count', 'loss_sum', 'top5']],
  });
  const { dataset: _, ...withoutDataset } = withDataset;
  expect(signaturesOf(compile(small('resnet18'), withoutDataset))).toEqual(fed);
});

test('the graph: every input exists, names are unique and lead back to the blocks', () => {
  const model = compile(small('resnet50'), withDataset);
  const { tags, nodes, functions, signatures } = decodeModel(model.savedModel);
  expect(tags).toEqual([...model.tags]);
  const names = new Set(nodes.map((node) => node.name));
  expect(names.size).toBe(nodes.length);
  const missing = nodes.flatMap((node) =>
    (node.input ?? []).filter((input) => !names.has(input.replace(/^\^/, '').replace(/:\d+$/, ''))),
  );
  expect(missing).toEqual([]);
  for (const { inputs, outputs } of Object.values(signatures)) {
    for (const { name, tensor_shape } of [...Object.values(inputs), ...Object.values(outputs)]) {
      expect(names.has(name.replace(/:\d+$/, ''))).toBe(true);
      // tfjs-node reads it without a check.
      expect(tensor_shape).toBeDefined();
    }
  }
  const blocks = new Set(small('resnet50').nodes.map((node) => node.id));
  const strangers = [...names]
    .map((name) => name.split('/')[0]!)
    .filter((scope) => !scope.startsWith('.') && !blocks.has(scope));
  expect(strangers).toEqual([]);
  expect(names).toContain('stage1.block1.conv1/forward');
  expect(functions.map((entry) => entry.signature.name)).toHaveLength(4);
});

test('a convolution in front of batch normalization has no bias operation, its variable stays', () => {
  const model = compile(small('resnet18'), options(SHAPE));
  const { nodes } = decodeModel(model.savedModel);
  const biased = nodes.filter((node) => node.op === 'BiasAdd').map((node) => node.name);
  expect(biased).toEqual(['head.dense/bias_add', 'head.dense/inference/bias_add']);
  expect(model.variables.map((variable) => variable.name)).toContain('stem.conv/bias');
});

test('variables: weights in layer order with Keras shapes, then slots; steps an epoch has', () => {
  const model = compile(small('resnet18'), withDataset);
  expect(model.variables.slice(0, 4)).toEqual([
    {
      name: 'stem.conv/kernel',
      shape: [7, 7, 3, 4],
      trainable: true,
      role: 'weight',
      initializer: expect.any(String),
    },
    { name: 'stem.conv/bias', shape: [4], trainable: true, role: 'weight', initializer: 'zeros' },
    { name: 'stem.bn/gamma', shape: [4], trainable: true, role: 'weight', initializer: 'ones' },
    { name: 'stem.bn/beta', shape: [4], trainable: true, role: 'weight', initializer: 'zeros' },
  ]);
  const slots = model.variables.filter(({ role }) => role === 'slot').map(({ name }) => name);
  expect(slots).toEqual(
    model.variables.filter(({ trainable }) => trainable).map(({ name }) => `${name}/momentum`),
  );
  expect(model.stepsPerEpoch).toBe(4);
  expect(compile(small('resnet18'), options(SHAPE)).stepsPerEpoch).toBeUndefined();
});

test('compiling is deterministic', () => {
  expect(
    Buffer.compare(
      compile(small('plain18'), withDataset).savedModel,
      compile(small('plain18'), withDataset).savedModel,
    ),
  ).toBe(0);
});

test('a frozen model has no variables and needs every weight', () => {
  const document = small('plain18');
  const model = compile(document, options(SHAPE));
  const weights = new Map(
    model.variables.map(({ name, shape }) => [name, new Float32Array(shape.reduce((a, b) => a * b, 1))]),
  );
  const { tags, nodes, signatures } = decodeModel(compileFrozen(document, weights));
  expect(tags).toEqual(['serve']);
  expect(Object.keys(signatures)).toEqual(['serving_default', 'pixels']);
  expect(nodes.filter((node) => /Var|Assign/.test(node.op))).toEqual([]);
  weights.delete('stem.bn/gamma');
  expect(() => compileFrozen(document, weights)).toThrow(
    /needs the 4 values of 'stem.bn\/gamma'. Received: none/,
  );
});

describe('refusals', () => {
  const problemsOf = (run: () => unknown): string[] => {
    try {
      run();
    } catch (error) {
      if (error instanceof GraphError) return error.problems.map((problem) => problem.code);
      throw error;
    }
    return [];
  };
  const input = { id: 'input', type: 'Input', params: { shape: SHAPE } };

  test('images of another shape', () => {
    const run = () => compile(small('resnet18'), options([28, 28, 1]));
    expect(problemsOf(run)).toEqual(['train.image-shape']);
    expect(run).toThrow(/images: 28×28×1.*Received: 32×32×3/s);
  });

  test('an output that is no vector', () => {
    const document = documentOf('image', [
      input,
      { id: 'conv', type: 'Conv2D', params: { filters: 2, kernelSize: [3, 3] } },
    ]);
    expect(problemsOf(() => compile(document, options(SHAPE)))).toEqual(['train.output-not-vector']);
  });

  test('nothing to train', () => {
    const document = documentOf('empty', [input, { id: 'flat', type: 'Flatten' }]);
    expect(problemsOf(() => compile(document, options(SHAPE)))).toEqual(['train.nothing-to-train']);
  });

  test('an unsound graph', () => {
    const document = documentOf('broken', [
      input,
      { id: 'flat', type: 'Flatten' },
      { id: 'conv', type: 'Conv2D', params: { filters: 2, kernelSize: [3, 3] } },
    ]);
    expect(problemsOf(() => compile(document, options(SHAPE)))).toEqual(['shape.not-an-image']);
  });
});
