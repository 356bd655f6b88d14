/** An operator that has its four parts, each registered by a line, is everywhere that operators are. */
import { analyze } from '../../core/analysis/analyze';
import { formatSummary, summarize } from '../../core/analysis/summary';
import { addNode } from '../../core/edit';
import { emptyDocument } from '../../core/graph/document';
import { parseDocumentText } from '../../core/network/parse';
import { palette, startingParams } from '../../core/ops/palette';
import { operatorFor } from '../../core/ops/registry';
import { compile } from '../../main/compiler';
import { valueKey } from '../../main/compiler/ir/types';
import { lower } from '../../main/compiler/lower';
import { kerasLayers } from '../../main/exporting/keras/layers';
import type { Call } from '../../main/exporting/pytorch/step';
import { stepsOf } from '../../main/exporting/pytorch/steps';
import { findItems } from '../../renderer/build/editor/findOperators';
import { documentOf } from '../support/documents';
import { gainCase } from '../support/new-operator';
import { evaluate } from '../support/reference/interpreter';
import { tensor } from '../support/reference/tensor';

jest.mock('../../core/ops/registry', () => {
  const { operators: known } = jest.requireActual('../../core/ops/registry');
  const operators = [...known, jest.requireActual('../support/new-operator').gain];
  return { operators, operatorFor: (type: string) => operators.find((each) => each.type === type) };
});
jest.mock('../../main/compiler/lower/list', () => ({
  lowerings: [
    ...jest.requireActual('../../main/compiler/lower/list').lowerings,
    jest.requireActual('../support/new-operator').lowerGain,
  ],
}));
jest.mock('../../main/exporting/keras/mappings', () => ({
  mappings: [
    ...jest.requireActual('../../main/exporting/keras/mappings').mappings,
    jest.requireActual('../support/new-operator').kerasGain,
  ],
}));
jest.mock('../../main/exporting/pytorch/mappings', () => ({
  mappings: [
    ...jest.requireActual('../../main/exporting/pytorch/mappings').mappings,
    jest.requireActual('../support/new-operator').pytorchGain,
  ],
}));

const { scale, x, y } = gainCase;
const network = documentOf('new', [
  { id: 'input', type: 'Input', params: { shape: [2, 2, 1] } },
  { id: 'conv', type: 'Conv2D', params: { filters: 1, kernelSize: [1, 1] } },
  { id: 'rescale', type: 'Gain', params: { scale } },
  { id: 'flatten', type: 'Flatten' },
  { id: 'head', type: 'Dense', params: { units: 2, activation: 'softmax' } },
]);

test('the palette offers it, the search finds it, the inspector has a field with the bounds of its schema', () => {
  expect(
    palette.find(({ items }) => items.some(({ id }) => id === 'layer.Gain'))?.items.map(({ id }) => id),
  ).toEqual(['layer.Activation', 'layer.Gain']);
  expect(findItems('gain').flatMap(({ items }) => items.map(({ id }) => id))).toEqual(['layer.Gain']);
  expect(operatorFor('Gain')?.fields).toMatchObject([
    { name: 'scale', control: 'number', min: -8, max: 8, step: 0.5 },
  ]);
  const added = addNode(emptyDocument('new'), { type: 'Gain', params: startingParams('Gain') });
  expect(added.document.nodes).toMatchObject([{ id: 'gain', params: { scale: 2 } }]);
});

test('a file with it is read, analyzed and summarized; a parameter out of its range is named', () => {
  const analysis = analyze(parseDocumentText(JSON.stringify(network)));
  expect(analysis.problems).toEqual([]);
  expect(analysis.nodes.rescale).toMatchObject({ outputShape: [2, 2, 1], paramCount: 0, macs: 0 });
  expect(formatSummary(summarize(analysis, 'new'))).toContain('rescale');
  const wrong = {
    ...network,
    nodes: network.nodes.map((node) => ({
      ...node,
      params: node.id === 'rescale' ? { scale: 9 } : node.params,
    })),
  };
  expect(
    analyze(wrong)
      .problems.map(({ message }) => message)
      .join(),
  ).toContain('scale must be at most 8. Received: 9.');
});

test('it computes its reference values', () => {
  const document = documentOf('alone', [
    { id: 'input', type: 'Input', params: { shape: [2, 2, 1] } },
    { id: 'rescale', type: 'Gain', params: { scale } },
  ]);
  const { nodes, landmarks } = lower(analyze(document), { training: false });
  const computed = nodes.filter(({ name }) => name !== '.eval/labels');
  const { values } = evaluate({ nodes: computed }, { '.eval/images': tensor([1, 2, 2, 1], x) });
  expect([...values.get(valueKey(landmarks.evalOutput!))!.data]).toEqual(y);
});

test('a network with it compiles for training and is exported to Keras and PyTorch', () => {
  const model = compile(network, { optimizer: { type: 'sgd' }, batchSize: 2, imageShape: [2, 2, 1] });
  expect(model.savedModel.length).toBeGreaterThan(1000);
  expect(kerasLayers(analyze(network)).find(({ name }) => name === 'rescale')).toMatchObject({
    className: 'Rescaling',
    config: { scale, offset: 0 },
    inputs: ['conv'],
  });
  const { steps } = stepsOf(analyze(network));
  const calls = new Map(steps.map(({ id, does }) => [id, does as Call]));
  expect(calls.get('rescale')!(['x'])).toBe(`x * ${scale}`);
});
