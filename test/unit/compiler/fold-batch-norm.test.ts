/** Folded BatchNorm layers are gone, and the network answers as before. */
import type { GraphDocument } from '../../../core/graph/document';
import { inferenceProgram } from '../../../main/compiler';
import { type Program, valueKey, type Weights } from '../../../main/compiler/ir/types';
import { batchNormFolding } from '../../../main/compiler/passes/fold-batch-norm';
import { noise } from '../../support/batches';
import { documentOf } from '../../support/documents';
import { everyOperator } from '../../support/every-operator';
import { evaluate } from '../../support/reference/interpreter';
import { sizeOf, tensor } from '../../support/reference/tensor';

const bn = (id: string, from?: readonly string[]) => ({
  id,
  type: 'BatchNormalization',
  params: { epsilon: 0.02 },
  ...(from && { from }),
});

/** Every layer that a BatchNorm folds into, and places where it must stay. */
const document = documentOf('folds', [
  { id: 'input', type: 'Input', params: { shape: [6, 5, 4] } },
  bn('first'),
  { id: 'conv', type: 'Conv2D', params: { filters: 6, kernelSize: [3, 3], groups: 2, useBias: false } },
  bn('conv_bn'),
  { id: 'depthwise', type: 'DepthwiseConv2D', params: { kernelSize: [3, 2], depthMultiplier: 2 } },
  bn('depthwise_bn'),
  { id: 'separable', type: 'SeparableConv2D', params: { filters: 4, kernelSize: [2, 2] } },
  bn('separable_bn'),
  {
    id: 'transposed',
    type: 'Conv2DTranspose',
    params: { filters: 3, kernelSize: [2, 3], strides: [2, 2], useBias: false },
  },
  bn('transposed_bn'),
  { id: 'shared', type: 'Conv2D', params: { filters: 3, kernelSize: [1, 1] } },
  bn('shared_bn'),
  { id: 'add', type: 'Add', from: ['shared_bn', 'shared'] },
  { id: 'active', type: 'Activation', params: { function: 'tanh' } },
  bn('active_bn'),
  { id: 'flatten', type: 'Flatten' },
  { id: 'dense', type: 'Dense', params: { units: 5 } },
  bn('dense_bn'),
  { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
]);

function answers(program: Program, weights: Weights): Float64Array {
  const x = program.entries[0]!.inputs.x!;
  const shape = [2, ...(x.shape.slice(1) as number[])];
  const values = program.variables.flatMap(({ name, shape: sides }) => {
    const data = weights.get(name);
    return data ? [[name, tensor(sides as number[], data)] as const] : [];
  });
  const feeds = { [x.node]: tensor(shape, Float64Array.from({ length: sizeOf(shape) }, noise(3))) };
  return evaluate(program, feeds, new Map(values)).values.get(valueKey(program.entries[0]!.outputs.y!))!.data;
}

const normalizations = ({ nodes }: Program): string[] =>
  nodes.filter(({ operator }) => operator === 'batch_norm_infer').map(({ name }) => name.split('/')[0]!);

function folded(network: GraphDocument) {
  const plain = inferenceProgram(network, new Map());
  const random = noise(1);
  const weights = new Map(
    plain.variables.map(({ name, shape }) => {
      const value = () => (name.endsWith('variance') ? 1.5 + random() : random());
      return [name, Float32Array.from({ length: sizeOf(shape as number[]) }, value)];
    }),
  );
  const folding = batchNormFolding(weights);
  const program = inferenceProgram(network, weights, { folding });
  const expected = answers(plain, weights);
  const received = answers(program, folding.weights);
  const worst = Math.max(...expected.map((value, index) => Math.abs(value - received[index]!)));
  return { before: normalizations(plain), after: normalizations(program), worst };
}

test('a BatchNorm folds into every layer with a kernel that nothing else uses, and stays elsewhere', () => {
  const { before, after, worst } = folded(document);
  expect(before).toHaveLength(8);
  expect(after).toEqual(['first', 'shared_bn', 'active_bn']);
  // Folded weights are rounded to float32.
  expect(worst).toBeLessThan(1e-6);
});

test('the network with every operator answers as before', () => {
  const { before, after, worst } = folded(everyOperator());
  expect(after.length).toBeLessThan(before.length);
  expect(worst).toBeLessThan(1e-6);
});
