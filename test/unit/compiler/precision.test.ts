/** What the pass 'precision' lets compute in a short type, and what it leaves in float32. */
import { analyze } from '../../../core/analysis/analyze';
import type { Program } from '../../../main/compiler/ir/types';
import { scopeOf } from '../../../main/compiler/ir/types';
import { verify } from '../../../main/compiler/ir/verify';
import { lower } from '../../../main/compiler/lower';
import { dropDeadBias } from '../../../main/compiler/passes/drop-dead-bias';
import { addGradients } from '../../../main/compiler/passes/gradients';
import { addLoss } from '../../../main/compiler/passes/loss';
import { precision } from '../../../main/compiler/passes/precision';
import { documentOf, type NodeSpec } from '../../support/documents';

function compiled(nodes: readonly NodeSpec[]): Program {
  const lowered = lower(analyze(documentOf('case', nodes)), { training: true });
  const passes = [dropDeadBias, addLoss(), precision('bfloat16'), addGradients];
  return passes.reduce((program, pass) => {
    const next = pass.run(program);
    verify(next, pass.name);
    return next;
  }, lowered);
}

/** Operators of a layer, its gradients and its inference among them, by the dtype of what they make; casts left out. */
function operatorsOf(program: Program, layer: string): { float32: string[]; bfloat16: string[] } {
  const found = { float32: new Set<string>(), bfloat16: new Set<string>() };
  for (const { name, operator, outputs } of program.nodes) {
    const dtype = outputs[0]?.dtype;
    if (scopeOf(name) !== layer || operator === 'cast' || operator === 'read' || operator === 'constant')
      continue;
    if (dtype === 'float32' || dtype === 'bfloat16') found[dtype].add(operator);
  }
  return { float32: [...found.float32], bfloat16: [...found.bfloat16] };
}

type Between = Omit<NodeSpec, 'id'>;

/** Two convolutions, the node between them, and a head. */
const between = (node: Between): NodeSpec[] => [
  { id: 'input', type: 'Input', params: { shape: [6, 6, 3] } },
  { id: 'a', type: 'Conv2D', params: { filters: 4, padding: 'same' } },
  { id: 'b', type: 'Conv2D', params: { filters: 4, padding: 'same' } },
  { ...node, id: 'node' },
  { id: 'flatten', type: 'Flatten' },
  { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
];

test.each<Between>([
  { type: 'Add', from: ['a', 'b', 'a'] },
  { type: 'Subtract', from: ['a', 'b'] },
  { type: 'Multiply', from: ['a', 'b', 'a'] },
  { type: 'Average', from: ['a', 'b', 'a'] },
  { type: 'Maximum', from: ['a', 'b'] },
  { type: 'Concatenate', from: ['a', 'b'] },
  { type: 'Dropout', params: { rate: 0.5 } },
  { type: 'SpatialDropout2D', params: { rate: 0.5 } },
  { type: 'StochasticDepth', params: { survivalRate: 0.5, mode: 'batch' } },
  { type: 'UpSampling2D' },
  { type: 'GlobalMaxPooling2D' },
  { type: 'Reshape', params: { targetShape: [-1] } },
  { type: 'ZeroPadding2D' },
  { type: 'Cropping2D', params: { cropping: [1, 0, 0, 1] } },
  { type: 'MaxPooling2D' },
  { type: 'AveragePooling2D' },
  { type: 'Activation', params: { function: 'gelu' } },
  { type: 'DepthwiseConv2D' },
  { type: 'Conv2DTranspose', params: { filters: 4 } },
])('$type computes in the short type, its gradients as well', (node) => {
  const { float32, bfloat16 } = operatorsOf(compiled(between(node)), 'node');
  // Gradients that reach variables are float32 again: that is the cast's doing.
  expect(float32).toEqual([]);
  expect(bfloat16.length).toBeGreaterThan(0);
});

test('the gates of squeeze and excitation', () => {
  const program = compiled([
    { id: 'input', type: 'Input', params: { shape: [6, 6, 3] } },
    { id: 'conv', type: 'Conv2D', params: { filters: 4 } },
    { id: 'squeeze', type: 'GlobalAveragePooling2D' },
    { id: 'excite', type: 'Dense', params: { units: 4, activation: 'sigmoid' } },
    { id: 'scale', type: 'ChannelScale', from: ['conv', 'excite'] },
    { id: 'flatten', type: 'Flatten' },
    { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ]);
  expect(operatorsOf(program, 'scale')).toEqual({ float32: [], bfloat16: ['channel_scale', 'spatial_dot'] });
  expect(operatorsOf(program, 'excite').float32).toEqual([]);
  expect(operatorsOf(program, 'squeeze')).toEqual({
    float32: ['spatial_mean', 'spatial_mean_grad'],
    bfloat16: [],
  });
});

test.each<Between>([
  { type: 'UpSampling2D', params: { interpolation: 'bilinear' } },
  { type: 'LayerNormalization' },
  { type: 'GroupNormalization', params: { groups: 2 } },
  { type: 'Activation', params: { function: 'softmax' } },
])('$type $params stays in float32', (node) => {
  const { float32, bfloat16 } = operatorsOf(compiled(between(node)), 'node');
  expect(float32.length).toBeGreaterThan(0);
  expect(bfloat16).toEqual([]);
});

test('moving statistics, and a bias folded into them, stay in float32', () => {
  const program = compiled(between({ type: 'BatchNormalization' }));
  const { float32, bfloat16 } = operatorsOf(program, 'node');
  expect(float32).toEqual(['binary']);
  expect(bfloat16).toEqual(['batch_norm_train', 'batch_norm_infer', 'batch_norm_grad']);
});

test('what lies between a softmax and the loss stays in float32', () => {
  const program = compiled([
    { id: 'input', type: 'Input', params: { shape: [6, 6, 3] } },
    { id: 'flatten', type: 'Flatten' },
    { id: 'a', type: 'Dense', params: { units: 3, activation: 'softmax' } },
    { id: 'b', type: 'Dense', params: { units: 3, activation: 'softmax' }, from: ['flatten'] },
    { id: 'mean', type: 'Average', from: ['a', 'b'] },
  ]);
  expect(operatorsOf(program, 'mean').bfloat16).toEqual([]);
  expect(operatorsOf(program, 'a').bfloat16).toContain('matmul');
});
