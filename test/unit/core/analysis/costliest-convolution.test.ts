/** Which convolution of a network is measured for it. */
import { analyze } from '../../../../core/analysis/analyze';
import { costliestConvolution, macsOf } from '../../../../core/analysis/costliest-convolution';
import { buildPreset, type PresetOptions } from '../../../../core/presets';

const of = (name: string, options: PresetOptions = {}) => analyze(buildPreset(name, options));
const square = (side: number, channels: number) => ({
  height: side,
  width: side,
  channels,
  filters: channels,
  kernel: [3, 3],
  strides: [1, 1],
  padding: 'same',
});

test('the shape that most of the multiply-adds go to, not the largest single layer', () => {
  // One 7x7 stem has more of them than any one of the six layers of 14x14x256.
  expect(costliestConvolution([of('resnet50', { inputShape: [224, 224, 3] })])).toEqual(square(14, 256));
  expect(costliestConvolution([of('resnet20')])).toEqual(square(32, 16));
});

test('a network and its plain twin are measured by the same one', () => {
  const residual = of('resnet34');
  expect(costliestConvolution([residual, of('plain34')])).toEqual(costliestConvolution([residual]));
});

test('multiply-adds are those of the analysis', () => {
  const analysis = of('resnet18');
  for (const node of Object.values(analysis.nodes)) {
    const shape = costliestConvolution([{ nodes: { [node.id]: node } }]);
    if (shape) expect(macsOf(shape)).toBe(node.macs);
  }
});

test('a Dense layer is a convolution of one pixel; a network with neither has none', () => {
  const { nodes } = of('resnet20');
  const only = (type: string) =>
    Object.fromEntries(Object.entries(nodes).filter(([, node]) => node.type === type));
  expect(costliestConvolution([{ nodes: only('Dense') }])).toMatchObject({
    height: 1,
    channels: 64,
    filters: 10,
  });
  expect(costliestConvolution([{ nodes: only('BatchNormalization') }])).toBeUndefined();
});
