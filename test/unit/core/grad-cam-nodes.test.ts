/** The default layer for Grad-CAM. */
import { analyze } from '../../../core/analysis/analyze';
import { gradCamNodes } from '../../../core/analysis/grad-cam-nodes';
import { buildPreset } from '../../../core/presets';
import { documentOf } from '../../support/documents';

const usual = (document: Parameters<typeof analyze>[0]) => {
  const { all, usual: node } = gradCamNodes(analyze(document));
  if (node !== undefined) expect(all).toContain(node);
  return node;
};

test('a ResNet: the activation behind the last Add', () => {
  const document = buildPreset('resnet18', { width: 0.25 });
  const node = usual(document);
  const { source } = document.edges.find(({ target }) => target === node)!;
  expect(document.nodes.find(({ id }) => id === source)?.type).toBe('Add');
});

test('a ResNet that lost its last shortcut: the same layer', () => {
  const document = buildPreset('resnet18', { width: 0.25 });
  const add = document.nodes.findLast(({ type }) => type === 'Add')!.id;
  const shortcut = document.edges.find(({ target, port }) => target === add && port === 1)!;
  const edges = document.edges.map((edge) => (edge === shortcut ? { ...edge, muted: true } : edge));
  expect(usual({ ...document, edges })).toBe(usual(document));
});

test('a plain network: its last activation with height and width', () => {
  const document = documentOf('plain', [
    { id: 'input', type: 'Input', params: { shape: [8, 8, 3] } },
    { id: 'conv', type: 'Conv2D', params: { filters: 4, kernelSize: [3, 3] } },
    { id: 'relu', type: 'Activation', params: { function: 'relu' } },
    { id: 'drop', type: 'Dropout' },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ]);
  expect(gradCamNodes(analyze(document)).all).toEqual(['conv', 'relu']);
  expect(usual(document)).toBe('relu');
});

test('a network without maps has none', () => {
  const document = documentOf('dense', [
    { id: 'input', type: 'Input', params: { shape: [8, 8, 3] } },
    { id: 'flat', type: 'Flatten' },
    { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ]);
  expect(gradCamNodes(analyze(document))).toEqual({ all: [], usual: undefined });
});
