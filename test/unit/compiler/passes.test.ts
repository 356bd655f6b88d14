/** Each pass alone. */
import { analyze } from '../../../core/analysis/analyze';
import { Builder } from '../../../main/compiler/ir/builder';
import { type Node, type Program, valueKey } from '../../../main/compiler/ir/types';
import { verify } from '../../../main/compiler/ir/verify';
import { lower } from '../../../main/compiler/lower';
import { addGradients } from '../../../main/compiler/passes/gradients';
import { addInputPipeline } from '../../../main/compiler/passes/input-pipeline';
import { addLoss } from '../../../main/compiler/passes/loss';
import { addMetrics } from '../../../main/compiler/passes/metrics';
import { sgd } from '../../../main/compiler/passes/optimizers/sgd';
import { optimizerPass } from '../../../main/compiler/passes/optimizers/update-rule';
import { prune } from '../../../main/compiler/passes/prune';
import { addState } from '../../../main/compiler/passes/state';
import type { SplitSource } from '../../../main/compiler/types';
import { documentOf } from '../../support/documents';
import { evaluate } from '../../support/reference/interpreter';
import { tensor } from '../../support/reference/tensor';

const SHAPE = [4, 4, 2];

function network(head: string): Program {
  const document = documentOf('small', [
    { id: 'input', type: 'Input', params: { shape: SHAPE } },
    { id: 'conv', type: 'Conv2D', params: { filters: 3, kernelSize: [3, 3] } },
    { id: 'bn', type: 'BatchNormalization' },
    { id: 'relu', type: 'Activation' },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'head', type: 'Dense', params: { units: 2, activation: head } },
  ]);
  return lower(analyze(document), { training: true });
}

function checked(program: Program): Program {
  verify(program, 'a test');
  return program;
}
const nodeOf = (program: Program, name: string): Node => program.nodes.find((node) => node.name === name)!;
const operatorsAfter = (before: Program, after: Program): string[] =>
  after.nodes.slice(before.nodes.length).map((node) => node.operator);

describe('loss', () => {
  test.each(['softmax', 'sigmoid'])('is computed from the logits of a %s head', (head) => {
    const before = network(head);
    const after = checked(addLoss().run(before));
    const entropy = nodeOf(after, '.train/loss/cross_entropy');
    expect(entropy.inputs[0]).toEqual(nodeOf(after, 'head/bias_add').outputs[0]);
    expect(operatorsAfter(before, after)).toEqual([
      'softmax_cross_entropy',
      'mean',
      'softmax_cross_entropy',
      'sum',
    ]);
  });

  test('takes any other output for probabilities', () => {
    const before = network('relu');
    const after = checked(addLoss().run(before));
    expect(operatorsAfter(before, after).slice(0, 4)).toEqual([
      'clip',
      'unary',
      'softmax_cross_entropy',
      'mean',
    ]);
    expect(nodeOf(after, '.train/loss/clip').attributes).toEqual({ low: 1e-7, high: 1 - 1e-7 });
    expect(nodeOf(after, '.train/loss/clip').inputs[0]).toEqual(after.landmarks.trainOutput);
  });
});

describe('loss against distributions', () => {
  const feeds = { '.train/labels': tensor([2], [1, 0]), '.eval/labels': tensor([2], [1, 0]) };

  test('smoothed labels: (1 - s) * one-hot + s / classes, in training and in validation', () => {
    const after = checked(addLoss(0.2).run(network('softmax')));
    for (const mode of ['.train', '.eval']) {
      const entropy = nodeOf(after, `${mode}/loss/cross_entropy`);
      expect(entropy.operator).toBe('soft_cross_entropy');
      const own = after.nodes.filter(
        ({ name, operator }) =>
          name === `${mode}/labels` ||
          (name.startsWith(`${mode}/loss`) && /one_hot|constant|binary/.test(operator)),
      );
      const { values } = evaluate({ nodes: own }, feeds);
      const smoothed = values.get(valueKey(entropy.inputs[1]!))!.data;
      [0.1, 0.9, 0.9, 0.1].forEach((target, index) => {
        expect(smoothed[index]).toBeCloseTo(target, 12);
      });
    }
  });

  test('targets that an earlier pass supplies replace the labels of training alone, and are smoothed too', () => {
    const build = new Builder(network('softmax'));
    const trainTargets = build.value('input', 'mixed', [], { dtype: 'float32', shape: [null, 2] });
    build.mark({ trainTargets });
    const program = build.finish();
    const plain = checked(addLoss().run(program));
    expect(nodeOf(plain, '.train/loss/cross_entropy').inputs[1]).toEqual(trainTargets);
    expect(nodeOf(plain, '.eval/loss/cross_entropy').operator).toBe('softmax_cross_entropy');
    const smoothed = checked(addLoss(0.1).run(program));
    expect(nodeOf(smoothed, '.train/loss/kept').inputs[0]).toEqual(trainTargets);
    expect(nodeOf(smoothed, '.eval/loss/cross_entropy').operator).toBe('soft_cross_entropy');
    expect(smoothed.nodes.some(({ name }) => name === '.train/loss/one_hot')).toBe(false);
  });
});

test('gradients: one for each trainable variable, named after its block', () => {
  const after = checked(addGradients.run(addLoss().run(network('softmax'))));
  expect(after.gradients.map(({ variable, value }) => [variable, value?.node])).toEqual([
    ['conv/kernel', 'conv/filter_gradient'],
    ['conv/bias', 'conv/bias_gradient'],
    ['bn/gamma', 'bn/forward_gradient'],
    ['bn/beta', 'bn/forward_gradient'],
    ['head/kernel', 'head/kernel_gradient'],
    ['head/bias', 'head/bias_gradient'],
  ]);
  // Nothing asks for the gradient of the images.
  expect(after.nodes.some((node) => node.operator === 'conv2d_input_grad')).toBe(false);
  expect(() => addGradients.run(network('softmax'))).toThrow('needs: loss');
});

const momentum = optimizerPass(sgd({ momentum: 0.9, nesterov: false }));

function whole(): Program {
  return addMetrics.run(momentum.run(addGradients.run(addLoss().run(network('softmax')))));
}

test('metrics: what a step and an evaluation report, and what a step changes', () => {
  const after = checked(whole());
  const [predict, train, evaluation] = after.entries;
  expect(predict!.name).toBe('predict');
  expect(train).toMatchObject({ name: 'train_on_batch', effects: after.updates });
  expect(Object.keys(train!.inputs)).toEqual(['learning_rate', 'seed', 'step', 'x', 'y']);
  expect(Object.keys(train!.outputs)).toEqual(['loss', 'correct', 'count']);
  expect(evaluation).toMatchObject({ name: 'eval_on_batch', effects: [] });
  expect(Object.keys(evaluation!.outputs)).toEqual(['loss_sum', 'correct', 'count', 'confusion']);
  // The moving statistics move in the same step.
  expect(after.updates).toEqual(expect.arrayContaining(['bn/moving_mean/update', 'conv/kernel/update']));
});

test('input pipeline: batches come from iterators, and may still be fed', () => {
  const source = (name: string, count: number) => ({
    imagesFile: `${name}.u8`,
    labelsFile: `${name}.i32`,
    count,
  });
  const pass = addInputPipeline({
    train: source('train', 10),
    validation: source('val', 4),
    imageShape: SHAPE,
    batchSize: 3,
  });
  const after = checked(pass.run(whole()));
  const inputs = after.nodes.filter((node) => node.operator === 'input').map((node) => node.name);
  expect(inputs.sort()).toEqual([
    '.data/epoch',
    '.data/first_batch',
    '.data/seed',
    '.train/learning_rate',
    '.train/seed',
    '.train/step',
  ]);
  const entry = (name: string) => after.entries.find((candidate) => candidate.name === name)!;
  expect(Object.keys(entry('train_step').inputs)).toEqual(['learning_rate', 'seed', 'step']);
  expect(entry('train_on_batch').inputs.x).toMatchObject({ node: '.data/train/iterator/next', output: 0 });
  expect(entry('predict').inputs.x).toMatchObject({ node: '.data/validation/iterator/next', output: 0 });
  expect(entry('train_step').outputs).toEqual(entry('train_on_batch').outputs);
  expect(entry('train_step').effects).toEqual(entry('train_on_batch').effects);
  expect(entry('load_data').effects).toHaveLength(4);
  expect(Object.keys(entry('begin_epoch').inputs)).toEqual(['seed', 'epoch', 'first_batch']);
  expect(Object.keys(entry('begin_validation').inputs)).toEqual([]);
});

test('input pipeline: images are resident where they lie in a file as the network takes them', () => {
  const source = (name: string, imageShape = SHAPE) => ({
    imagesFile: `${name}.u8`,
    labelsFile: `${name}.i32`,
    imageShape,
    count: 10,
  });
  const residents = (train: SplitSource, validation: SplitSource, resident = true) => {
    const splits = { train, validation, test: source('test') };
    const after = checked(
      addInputPipeline({ ...splits, imageShape: SHAPE, batchSize: 3, resident }).run(whole()),
    );
    return after.variables.filter(({ role }) => role === 'resident').map(({ name }) => name);
  };
  const [train, validation] = ['.data/train/images/resident', '.data/validation/images/resident'];
  expect(residents(source('train'), source('val'))).toEqual([train, validation]);
  expect(residents(source('train'), source('val'), false)).toEqual([]);
  expect(residents(source('train', [8, 8, 2]), source('val'))).toEqual([validation]);
  expect(residents(source('train'), source('val', [8, 8, 2]))).toEqual([train]);
});

test('state: weights in the order of the layers, then slots', () => {
  const after = checked(addState.run(whole()));
  const entry = (name: string) => after.entries.find((candidate) => candidate.name === name)!;
  const read = Object.values(entry('read_weights').outputs).map((value) => value.node.replace('/read', ''));
  expect(read.slice(0, 6)).toEqual([
    'conv/kernel',
    'conv/bias',
    'bn/gamma',
    'bn/beta',
    'bn/moving_mean',
    'bn/moving_variance',
  ]);
  expect(read.slice(8)).toEqual([
    'conv/kernel/momentum',
    'conv/bias/momentum',
    'bn/gamma/momentum',
    'bn/beta/momentum',
    'head/kernel/momentum',
    'head/bias/momentum',
  ]);
  expect(Object.keys(entry('write_weights').inputs)).toEqual(Object.keys(entry('read_weights').outputs));
  expect(entry('init').effects).toHaveLength(14);
  const keys = after.nodes.flatMap((node) =>
    node.operator === 'initial_value' ? [node.attributes.key] : [],
  );
  expect(new Set(keys).size).toBe(2);
});

test('prune drops what no entry needs and nothing else', () => {
  const build = new Builder();
  const x = build.value('input', 'x', [], { dtype: 'float32', shape: [null, 2] });
  const y = build.value('activation', 'y', [x], { function: 'relu' });
  build.value('activation', 'unused', [y], { function: 'tanh' });
  build.mark({
    trainOutput: build.value('activation', 'forgotten', [x], { function: 'tanh' }),
    evalOutput: y,
  });
  build.entry({ name: 'run', inputs: { x }, outputs: { y }, effects: [] });
  const after = checked(prune.run(build.finish()));
  expect(after.nodes.map((node) => node.name)).toEqual(['x', 'y']);
  expect(after.landmarks).toEqual({ evalOutput: y });
  const program = whole();
  const again = prune.run(prune.run(program));
  const once = prune.run(program);
  expect(again).toEqual({ ...once, stages: again.stages });
  for (const name of program.updates) expect(again.nodes.some((node) => node.name === name)).toBe(true);
});
