/** Where Keras looks for a layer's weights: the order of `model.layers` and the names in model.weights.h5. */
import type { KerasLayer } from '../../../main/exporting/keras/layers';
import { modelOrder, snakeCase, weightPaths } from '../../../main/exporting/keras/order';

const layer = (name: string, inputs: string[], className = 'Conv2D'): KerasLayer => ({
  name,
  className,
  config: {},
  inputs,
  outputShape: [1],
  variables: [],
});

test('class names become the names that keras.src.utils.naming.to_snake_case gives', () => {
  const names = [
    'Conv2D',
    'BatchNormalization',
    'MaxPooling2D',
    'GlobalAveragePooling2D',
    'InputLayer',
    'Dense',
  ];
  expect(names.map(snakeCase)).toEqual([
    'conv2d',
    'batch_normalization',
    'max_pooling2d',
    'global_average_pooling2d',
    'input_layer',
    'dense',
  ]);
});

test('layers stand by their distance from the output, not by when they were drawn', () => {
  // The shortcut's convolution is drawn first but is one step from the sum.
  const layers = [
    layer('input', [], 'InputLayer'),
    layer('shortcut', ['input']),
    layer('first', ['input']),
    layer('second', ['first']),
    layer('add', ['second', 'shortcut'], 'Add'),
  ];
  expect(modelOrder(layers, 'add').map(({ name }) => name)).toEqual([
    'input',
    'first',
    'second',
    'shortcut',
    'add',
  ]);
  expect(weightPaths(layers, 'add').get('shortcut')).toBe('layers/conv2d_2');
});

test('at one distance, the order in which the inputs are followed decides', () => {
  const layers = [
    layer('input', [], 'InputLayer'),
    layer('a', ['input']),
    layer('b', ['input']),
    layer('add', ['b', 'a'], 'Add'),
  ];
  expect(modelOrder(layers, 'add').map(({ name }) => name)).toEqual(['input', 'b', 'a', 'add']);
});
