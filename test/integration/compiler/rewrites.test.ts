/**
 * What TensorFlow's graph rewrites got wrong in inference graphs (docs/decisions/compiler.md), each as a small network whose
 * right values are those of the float64 interpreter: validation, prediction, a step, and the frozen graph.
 */
import { compile, compileFrozen } from '../../../main/compiler';
import { gradientSource } from '../../../main/compiler/ir/activations';
import { computeOurs } from '../../differential/ours';
import { computeReference } from '../../differential/reference';
import { trialOf } from '../../differential/trial';
import { options } from '../../support/batches';
import { documentOf, type NodeSpec } from '../../support/documents';
import { ENGINE_TIMEOUT } from '../../support/engine';
import { decodeModel } from '../../support/graph-def';
import { wrongFusions } from '../../support/rewrites';

const conv = (id: string, params: NodeSpec['params'] = {}, from?: string[]): NodeSpec => ({
  id,
  type: 'Conv2D',
  params: { filters: 8, padding: 'same', ...params },
  ...(from ? { from } : {}),
});
const act = (id: string, fn: string, from?: string[], negativeSlope = 0.1): NodeSpec => ({
  id,
  type: 'Activation',
  params: { function: fn, negativeSlope },
  ...(from ? { from } : {}),
});
const norm: NodeSpec = { id: 'norm', type: 'BatchNormalization', params: { epsilon: 0.01 } };
const add = (...from: string[]): NodeSpec => ({ id: 'add', type: 'Add', from });
const wider = (strides: [number, number], filters = 16): NodeSpec => ({
  id: 'wider',
  type: 'ZeroPaddedShortcut',
  params: { filters, strides },
});

const activations = Object.keys(gradientSource);

/** Each activation behind nodes of its own; the first reads the stem. */
const everyActivation = (nodes: (fn: string) => [NodeSpec, ...NodeSpec[]]): NodeSpec[] => [
  ...activations.flatMap((fn): NodeSpec[] => {
    const [first, ...rest] = nodes(fn);
    return [{ from: ['stem'], ...first }, ...rest, act(`act.${fn}`, fn)];
  }),
  { id: 'joined', type: 'Concatenate', from: activations.map((fn) => `act.${fn}`) },
];

/** Nodes between a 7x6x4 image behind a convolution and the head. */
const networks: Record<string, NodeSpec[]> = {
  'every activation behind convolution and bias': everyActivation((fn) => [conv(`conv.${fn}`)]),
  'every activation behind convolution and BatchNormalization': everyActivation((fn) => [
    conv(`conv.${fn}`, { useBias: false }),
    { ...norm, id: `norm.${fn}` },
  ]),
  'every activation behind BatchNormalization': everyActivation((fn) => [{ ...norm, id: `norm.${fn}` }]),
  'every activation behind convolution, bias and Add': everyActivation((fn) => [
    conv(`conv.${fn}`),
    { id: `add.${fn}`, type: 'Add', from: [`conv.${fn}`, 'stem'] },
  ]),
  'every activation behind a depthwise convolution': everyActivation((fn) => [
    { id: `conv.${fn}`, type: 'DepthwiseConv2D', params: { padding: 'same' } },
  ]),
  'every activation behind zeros around the image and a convolution': everyActivation((fn) => [
    { id: `pad.${fn}`, type: 'ZeroPadding2D', params: { padding: [1, 1, 0, 2] } },
    conv(`conv.${fn}`, { padding: 'valid' }),
  ]),
  'every activation behind a dense layer': everyActivation((fn) => [
    { id: `flat.${fn}`, type: 'Flatten' },
    { id: `dense.${fn}`, type: 'Dense', params: { units: 8 } },
  ]),
  'zero channels before a valid convolution': [wider([1, 1]), conv('last', { padding: 'valid' })],
  'zero channels before a grouped convolution': [
    wider([2, 2]),
    conv('last', { padding: 'valid', groups: 2, useBias: false }),
  ],
  'zero channels before a dilated, grouped convolution': [
    wider([1, 1], 12),
    conv('last', { filters: 9, kernelSize: [2, 3], dilation: [3, 1], padding: 'valid', groups: 3 }),
  ],
  'zero channels and an explicit padding': [
    wider([1, 1]),
    conv('last', { padding: 'explicit', explicitPadding: [1, 0, 2, 1] }),
    norm,
    act('act', 'relu'),
  ],
  'leaky_relu behind two convolutions and Add': [
    conv('left'),
    conv('right', { kernelSize: [1, 1] }, ['stem']),
    add('left', 'right'),
    act('act', 'leaky_relu', undefined, 0),
  ],
  'leaky_relu behind an Add that others read': [
    conv('last'),
    add('stem', 'last'),
    act('act', 'leaky_relu', undefined, 0.7),
    { id: 'joined', type: 'Multiply', from: ['act', 'add'] },
  ],
  'leaky_relu behind a convolution that others read': [
    conv('last', { useBias: false }),
    act('act', 'leaky_relu'),
    { id: 'joined', type: 'Concatenate', from: ['act', 'last'] },
  ],
  'leaky_relu behind another activation': [conv('last'), act('first', 'relu6'), act('act', 'leaky_relu')],
  'tanh between reshapes behind BatchNormalization': [
    conv('last', { groups: 2 }),
    norm,
    { id: 'flat', type: 'Flatten' },
    act('act', 'tanh'),
    { id: 'again', type: 'Reshape', params: { targetShape: [7, 6, 8] } },
  ],
  'mish behind convolution and BatchNormalization': [
    conv('last'),
    norm,
    act('softplus', 'softplus'),
    act('tanh', 'tanh'),
    { id: 'act', type: 'Multiply', from: ['norm', 'tanh'] },
  ],
  'mish behind convolution, bias and Add': [
    conv('last'),
    add('last', 'stem'),
    act('softplus', 'softplus'),
    act('tanh', 'tanh'),
    { id: 'act', type: 'Multiply', from: ['tanh', 'add'] },
  ],
  'instance normalization': [
    conv('last'),
    { id: 'instance', type: 'GroupNormalization', params: { groups: 8 } },
    act('act', 'leaky_relu'),
  ],
  'layer normalization, gelu and gates': [
    conv('last'),
    { id: 'layer', type: 'LayerNormalization' },
    act('act', 'gelu'),
    { id: 'squeeze', type: 'GlobalMaxPooling2D' },
    { id: 'gates', type: 'Dense', params: { units: 8, activation: 'gelu' } },
    { id: 'scaled', type: 'ChannelScale', from: ['act', 'gates'] },
  ],
};

const document = (name: string) =>
  documentOf(name, [
    { id: 'input', type: 'Input', params: { shape: [7, 6, 4] } },
    ...(whole[name] ?? [conv('stem'), ...networks[name]!]),
    { id: 'flatten', type: 'Flatten' },
    { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ]);

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a, (value, index) => Math.abs(value - b[index]!)).reduce(
    (most, each) => Math.max(most, each),
    0,
  );

/** Networks as a whole. */
const whole: Record<string, NodeSpec[]> = {
  // Its factor was folded into the division by 255 in front of the images that a caller feeds.
  'images added to themselves': [{ id: 'twice', type: 'Add', from: ['input', 'input'] }],
};

const cases = { ...networks, ...whole };

describe.each(Object.keys(cases))('%s', (name) => {
  const trial = trialOf(document(name), 3);

  test('is emitted so that nothing is fused wrongly', () => {
    const training = compile(trial.document, options(trial.imageShape)).savedModel;
    const frozen = compileFrozen(trial.document, trial.weights);
    for (const model of [training, frozen]) expect(wrongFusions(decodeModel(model).nodes)).toEqual([]);
  });

  test(
    'validates, predicts, trains and exports with the right values',
    async () => {
      const right = computeReference(trial);
      const ours = await computeOurs(trial);
      expect(worst(ours.predictions, right.predictions)).toBeLessThan(1e-5);
      expect(worst(ours.frozen, right.predictions)).toBeLessThan(1e-5);
      expect(Math.abs(ours.evaluation - right.evaluation)).toBeLessThan(1e-4);
      expect(Math.abs(ours.loss - right.loss)).toBeLessThan(1e-5);
      for (const [variable, tensor] of right.updated) {
        expect({ variable, worst: worst(ours.trained.get(variable)!, tensor.data) < 1e-4 }).toEqual({
          variable,
          worst: true,
        });
      }
    },
    ENGINE_TIMEOUT,
  );
});
