/** What pixels a model takes, from its first layers, what is recognized, or a choice. */
import { assemble } from '../../../main/importing/assemble';
import { applicationPixels } from '../../../main/importing/keras/applications';
import type { KerasNode } from '../../../main/importing/keras/structure';
import type { ReadLayer, ReadModel } from '../../../main/importing/read-model';

const network = (first: Partial<ReadLayer>, channels = 3): ReadModel => ({
  ...{ format: 'keras', entries: [], remarks: [] },
  layers: [
    { name: 'in', type: 'Input', params: { shape: [8, 8, channels] }, inputs: [] },
    { name: 'first', type: 'Activation', params: {}, inputs: ['in'], ...first },
    { name: 'pool', type: 'GlobalAveragePooling2D', params: {}, inputs: ['first'] },
    { name: 'head', type: 'Dense', params: { units: 2 }, inputs: ['pool'] },
  ],
});
const rescaling = (scale: number) => ({ type: 'Rescaling', params: { scale, offset: 0 } });
const tensor = (...values: number[]) => ({ shape: [values.length], data: Float32Array.from(values) });
const normalization = (mean: number) => ({
  ...{ type: 'Normalization', params: {} },
  weights: {
    mean: tensor(mean, mean, mean),
    variance: tensor(1, 1, 1),
    count: { shape: [], data: new Float32Array(1) },
  },
});

test.each([
  ['multiplies by 1/255', rescaling(1 / 255), '0-255', 'import.pixels.layer'],
  ['multiplies by 1/127.5', rescaling(1 / 127.5), '0-255', 'import.pixels.layer'],
  ['multiplies by 2', rescaling(2), '0-1', 'import.pixels.unknown'],
  ['subtracts 120', normalization(120), '0-255', 'import.pixels.layer'],
  ['subtracts 0.4', normalization(0.4), '0-1', 'import.pixels.unknown'],
  ['is another one', {}, '0-1', 'import.pixels.unknown'],
])('a first layer that %s', (_name, first, values, why) => {
  const { report, document } = assemble(network(first), 'net.keras');
  expect(report.pixels).toMatchObject({ values, why: { key: why } });
  expect(document.nodes[0]).toMatchObject({ type: 'Input', params: { pixels: values } });
});

test('a choice goes before everything, and must fit the channels', () => {
  const asked = assemble(network(rescaling(1 / 255)), 'net.keras', 'imagenet');
  expect(asked.report.pixels).toMatchObject({ values: 'imagenet', why: { key: 'import.pixels.asked' } });
  expect(() => assemble(network({}, 1), 'net.keras', 'imagenet')).toThrow('need images with 3 channels');
});

test('what is recognized, but for other channels, is as if unknown', () => {
  const why = { key: 'import.pixels.torch' } as const;
  const pixels = { values: 'imagenet', why } as const;
  expect(assemble({ ...network({}), pixels }, 'net.onnx').report.pixels).toEqual(pixels);
  expect(assemble({ ...network({}, 1), pixels }, 'net.onnx').report.pixels?.values).toBe('0-1');
});

const node = (path: string, className: string, inputs: string[] = []): KerasNode => ({
  ...{ name: path, path: path.split('/'), className, config: {}, inputs, shared: false },
});

test.each([
  ['the whole model', 'mobilenetv2_1.00_224', '', '-1-1'],
  ['a model in another', 'mine', 'densenet121/', 'imagenet'],
  ['ResNet, whose pixels cannot be prepared', 'resnet50', '', '0-1'],
  ['a name alone', 'resnet50v2', 'inner/', undefined],
])('keras.applications: %s', (_name, model, around, expected) => {
  const first = /mobilenet/.test(model) ? 'Conv1' : 'conv1_conv';
  const nodes = [
    node('image', 'InputLayer'),
    node('flip', 'RandomFlip', ['image']),
    node(`${around}${first}`, 'Conv2D', ['flip']),
  ];
  expect(applicationPixels(model, nodes)?.values).toBe(expected);
});

test('a layer in front of such a model prepares the pixels in its own way', () => {
  const nodes = [
    node('image', 'InputLayer'),
    node('scaled', 'Rescaling', ['image']),
    node('densenet121/conv1_conv', 'Conv2D', ['scaled']),
  ];
  expect(applicationPixels('mine', nodes)).toBeUndefined();
});
