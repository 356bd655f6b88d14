/** The window's tables of operators know each one, and no other. */

import { addNode } from '../../../core/edit';
import { ACTIVATION_NAMES, layerWords } from '../../../core/figures/layer-words';
import { emptyDocument } from '../../../core/graph/document';
import { palette, startingParams } from '../../../core/ops/palette';
import { operators } from '../../../core/ops/registry';
import { activationFunction } from '../../../core/ops/shared-params';
import { buildPreset } from '../../../core/presets';
import { swapActivationCommands } from '../../../renderer/build/commands/ablate';
import { HIDDEN_ACTIVATIONS, swapActivations } from '../../../renderer/build/editor/ablations';
import { layerCaption, layerTitle, sequenceText } from '../../../renderer/build/editor/captions';
import { findItems } from '../../../renderer/build/editor/findOperators';
import { labelOf } from '../../../renderer/commands/command';
import { kindColor } from '../../../renderer/ui/theme/tokens';

const file = 'core/figures/layer-words.ts';

test('every operator has its words on the canvas', () => {
  const missing = operators.filter(({ type }) => !layerWords[type]);
  expect(missing.map(({ type }) => `operator ${type} lacks words on the canvas: edit ${file}`)).toEqual([]);
  const types = new Set(operators.map(({ type }) => type));
  expect(Object.keys(layerWords).filter((type) => !types.has(type))).toEqual([]);
});

test('every activation has a name as people write it', () => {
  const missing = activationFunction.options.filter((name) => !ACTIVATION_NAMES[name]);
  expect(missing.map((name) => `activation ${name} lacks a name: edit ${file}`)).toEqual([]);
});

test.each(operators.map((operator) => [operator.type, operator] as const))(
  '%s is drawn with a title, a color and words in a folded group',
  (type, { kind }) => {
    const node = { id: 'x', type, params: startingParams(type) };
    expect(layerTitle(node)).toMatch(/^[A-Z]/);
    expect(kindColor(kind)).toMatch(/^var\(/);
    expect(layerCaption(node)).not.toMatch(/undefined|NaN|\[object/);
    expect(sequenceText([node])).not.toMatch(/undefined|NaN|\[object/);
  },
);

test('a folded group tells convolutions apart', () => {
  const words = (...types: string[]) =>
    sequenceText(types.map((type, index) => ({ id: `x${index}`, type, params: startingParams(type) })));
  expect(words('Conv2D', 'DepthwiseConv2D')).toBe('3×3 · depthwise 3×3');
  expect(words('SeparableConv2D', 'GroupNormalization')).toBe('separable 3×3 · GN');
  expect(words('Conv2DTranspose')).toBe('transposed 3×3');
});

test('a folded group says no more than there is room for', () => {
  const stem = ['Conv2D', 'BatchNormalization', 'Activation'].map((type, index) => ({
    id: `x${index}`,
    type,
    params: startingParams(type),
  }));
  expect(sequenceText(stem)).toBe('3×3 · BN · ReLU');
  expect(
    sequenceText([{ id: 'first', type: 'Rescaling', params: startingParams('Rescaling') }, ...stem]),
  ).toBe('4 layers');
});

test('the search finds each operator by its Keras name', () => {
  const items = palette.flatMap((section) => section.items);
  for (const { type } of operators) {
    expect(items.some((item) => item.id === `layer.${type}`)).toBe(true);
    expect(findItems(type)[0]?.items[0]?.title).toBe(type);
  }
});

test('activations are swapped to each function but softmax', () => {
  expect(HIDDEN_ACTIVATIONS).toEqual(activationFunction.options.filter((name) => name !== 'softmax'));
  expect(swapActivationCommands.map(labelOf)).toContain('Swap activation to Leaky ReLU');
  const document = buildPreset('resnet20');
  for (const to of HIDDEN_ACTIVATIONS) {
    const swapped = swapActivations(document, to).nodes.filter(({ type }) => type === 'Activation');
    expect(swapped.every(({ params }) => params.function === to || params.function === 'softmax')).toBe(true);
  }
});

test('new nodes are named as Keras names layers', () => {
  const named = (type: string) => addNode(emptyDocument('x'), { type }).id;
  expect(['Conv2D', 'Conv2DTranspose', 'GlobalAveragePooling2D', 'UpSampling2D'].map(named)).toEqual([
    'conv2d',
    'conv2d_transpose',
    'global_average_pooling2d',
    'up_sampling2d',
  ]);
});
