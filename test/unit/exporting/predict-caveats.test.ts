/** Which layers `predict` of Keras gets wrong: checked against Keras 3.15.1 on tensorflow-cpu 2.21.0, network by network. */
import { analyze } from '../../../core/analysis/analyze';
import { kerasPredictCaveats } from '../../../main/exporting/keras/predict-caveats';
import { documentOf, type NodeSpec } from '../../support/documents';

const layer = (id: string, type: string, params: NodeSpec['params'] = {}, from?: string[]): NodeSpec => ({
  id,
  type,
  params,
  ...(from ? { from } : {}),
});
const conv = (id: string, params: NodeSpec['params'] = {}) =>
  layer(id, 'Conv2D', { filters: 8, padding: 'same', ...params }, ['stem']);
const act = (id: string, fn: string, negativeSlope = 0.1) =>
  layer(id, 'Activation', { function: fn, negativeSlope });
const add = (...from: string[]) => layer('add', 'Add', {}, from);

const caveats = (...nodes: NodeSpec[]) =>
  kerasPredictCaveats(
    analyze(
      documentOf('network', [
        layer('input', 'Input', { shape: [7, 6, 4] }),
        layer('stem', 'Conv2D', { filters: 8, padding: 'same' }),
        ...nodes,
        layer('pool', 'GlobalAveragePooling2D'),
        layer('head', 'Dense', { units: 3, activation: 'softmax' }),
      ]),
    ),
  );
const leaky = act('act', 'leaky_relu');
const slope = [{ nodes: ['act'], what: 'export.remark.fusedSlope' }];
const mish = [
  act('softplus', 'softplus'),
  act('tanh', 'tanh'),
  layer('act', 'Multiply', {}, ['add', 'tanh']),
];

test.each<[string, NodeSpec[], unknown]>([
  ['a convolution, its input and leaky_relu', [conv('a'), add('a', 'stem'), leaky], slope],
  ['the same the other way round', [conv('a'), add('stem', 'a'), leaky], slope],
  [
    'a separable convolution',
    [layer('a', 'SeparableConv2D', { filters: 8, padding: 'same' }), add('a', 'stem'), leaky],
    slope,
  ],
  ['the slope that TensorFlow takes', [conv('a'), add('a', 'stem'), act('act', 'leaky_relu', 0.2)], []],
  ['no bias', [conv('a', { useBias: false }), add('a', 'stem'), leaky], []],
  [
    'a depthwise convolution',
    [layer('a', 'DepthwiseConv2D', { padding: 'same' }), add('a', 'stem'), leaky],
    [],
  ],
  ['three terms', [conv('a'), add('a', 'stem', 'stem'), leaky], []],
  ['a grouped convolution beside it', [conv('a'), conv('b', { groups: 2 }), add('a', 'b'), leaky], []],
  [
    'mish behind a sum',
    [conv('a'), add('a', 'stem'), ...mish],
    [{ nodes: ['act'], what: 'export.remark.fusedError' }],
  ],
  [
    'tanh behind a normalization',
    [conv('a', { useBias: false }), layer('norm', 'BatchNormalization'), act('act', 'tanh')],
    [],
  ],
])('%s', (_, nodes, expected) => {
  expect(caveats(...nodes)).toEqual(expected);
});
