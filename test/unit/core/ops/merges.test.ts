/** Shape rules of merges, gates, reshaping and the dropouts, and what muting leaves of a merge. */

import { analyze } from '../../../../core/analysis/analyze';
import { twinKey } from '../../../../core/analysis/twins';
import { setMuted } from '../../../../core/edit/nodes';
import type { GraphDocument } from '../../../../core/graph/document';
import { inEnglish } from '../../../../core/messages';
import { effectiveDocument } from '../../../../core/network/effective';
import { findShortcuts } from '../../../../core/network/shortcuts';
import { parseParams } from '../../../../core/ops/checked-params';
import { type ParamRecord, ShapeRuleError } from '../../../../core/ops/operator';
import { operatorFor } from '../../../../core/ops/registry';
import { documentOf } from '../../../support/documents';

type Shape = readonly number[];

function shapeOf(type: string, inputs: readonly Shape[], params: ParamRecord = {}): Shape {
  const operator = operatorFor(type)!;
  return operator.outputShape(inputs, operator.schema.parse(params));
}

function refusal(type: string, inputs: readonly Shape[], params: ParamRecord = {}): string {
  try {
    shapeOf(type, inputs, params);
  } catch (error) {
    if (error instanceof ShapeRuleError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error(`${type} took ${JSON.stringify(inputs)}`);
}

const IMAGE = [7, 5, 3];

describe.each(['Subtract', 'Multiply', 'Average', 'Maximum'])('%s', (type) => {
  test('takes inputs of the same shape', () => {
    expect(shapeOf(type, [IMAGE, IMAGE])).toEqual(IMAGE);
    expect(shapeOf(type, [[4], [4]])).toEqual([4]);
    expect(refusal(type, [IMAGE, [7, 5, 4]])).toMatch(
      new RegExp(
        `^shape.${type.toLowerCase()}-mismatch: ${type} takes inputs of the same shape. Received: 7×5×3 and 7×5×4.`,
      ),
    );
    expect(refusal(type, [IMAGE])).toContain(`${type} takes two or more inputs.`);
  });
});

test('Concatenate adds the channels up and wants the rest to be equal', () => {
  expect(shapeOf('Concatenate', [IMAGE, [7, 5, 1], [7, 5, 4]])).toEqual([7, 5, 8]);
  expect(shapeOf('Concatenate', [[3], [4]])).toEqual([7]);
  expect(refusal('Concatenate', [IMAGE, [7, 4, 3]])).toContain(
    'Concatenate takes inputs that differ only in their channels (the last number). Received: 7×5×3 and 7×4×3.',
  );
  expect(refusal('Concatenate', [IMAGE, [105]])).toContain('shape.concatenate-mismatch');
});

test('ChannelScale takes an image and one gate per channel', () => {
  expect(shapeOf('ChannelScale', [IMAGE, [3]])).toEqual(IMAGE);
  expect(shapeOf('ChannelScale', [IMAGE, [1, 1, 3]])).toEqual(IMAGE);
  for (const gates of [[4], [7, 5, 3], [3, 1, 1]])
    expect(refusal('ChannelScale', [IMAGE, gates])).toContain(
      `one gate per channel of its first input: 3, or 1×1×3. Received: ${gates.join('×')}.`,
    );
  expect(refusal('ChannelScale', [[3], [3]])).toContain('ChannelScale takes an image');
});

test('Reshape must keep the number of values; one side may take what is left over', () => {
  expect(shapeOf('Reshape', [[6, 4, 2]], { targetShape: [48] })).toEqual([48]);
  expect(shapeOf('Reshape', [[6, 4, 2]], { targetShape: [3, -1, 4] })).toEqual([3, 4, 4]);
  expect(shapeOf('Reshape', [[6, 4, 2]])).toEqual([48]);
  expect(refusal('Reshape', [[6, 4, 2]], { targetShape: [5, -1] })).toContain(
    'Reshape must keep the number of values: 5×-1 does not have 48 values. Received: 6×4×2.',
  );
  expect(refusal('Reshape', [[6, 4, 2]], { targetShape: [6, 4] })).toContain('does not have 48 values');
  const issues = (targetShape: number[]) => {
    const parsed = parseParams(operatorFor('Reshape')!, { targetShape });
    return parsed.ok ? [] : parsed.issues.map(({ name, rule }) => `${name}: ${inEnglish(rule)}`);
  };
  expect(issues([-1, -1])).toEqual(['targetShape: targetShape must contain -1 at most once.']);
  expect(issues([0, 4])[0]).toContain('must be at least 1, or -1');
  expect(issues([])[0]).toContain('must have at least 1');
});

test('SpatialDropout2D takes images, StochasticDepth anything; both leave the shape', () => {
  expect(shapeOf('SpatialDropout2D', [IMAGE])).toEqual(IMAGE);
  expect(refusal('SpatialDropout2D', [[4]])).toContain('takes an image');
  expect(shapeOf('StochasticDepth', [IMAGE])).toEqual(IMAGE);
  expect(shapeOf('StochasticDepth', [[4]])).toEqual([4]);
  const survival = (survivalRate: number) => parseParams(operatorFor('StochasticDepth')!, { survivalRate });
  expect(survival(0).ok).toBe(false);
  expect(survival(1).ok).toBe(true);
});

/** input -> a, b -> merge -> pool -> head; `muted` inputs of the merge by port. */
function merged(type: string, muted: readonly number[] = [], order = ['a', 'b']): GraphDocument {
  const document = documentOf('merged', [
    { id: 'input', type: 'Input', params: { shape: [6, 6, 4] } },
    { id: 'a', type: 'Conv2D', params: { filters: 4, kernelSize: [1, 1] } },
    { id: 'b', type: 'Conv2D', params: { filters: 4, kernelSize: [3, 3], padding: 'same' }, from: ['input'] },
    { id: 'merge', type, from: order },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ]);
  const edges = document.edges.filter(({ target, port }) => target === 'merge' && muted.includes(port));
  return setMuted(
    document,
    edges.map(({ id }) => id),
    true,
  );
}

const errorsOf = (document: GraphDocument): string[] =>
  analyze(document)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);

test.each(['Add', 'Multiply', 'Average', 'Maximum', 'Concatenate'])(
  '%s with one input left passes it on',
  (type) => {
    for (const port of [0, 1]) {
      const document = merged(type, [port]);
      expect(errorsOf(document)).toEqual([]);
      const { nodes, edges } = effectiveDocument(document);
      expect(nodes.map(({ id }) => id)).toEqual(['input', port === 0 ? 'b' : 'a', 'pool', 'head']);
      expect(edges.find(({ target }) => target === 'pool')?.source).toBe(port === 0 ? 'b' : 'a');
    }
  },
);

test('Subtract with its second input muted passes on the first, which cannot be muted', () => {
  expect(effectiveDocument(merged('Subtract', [1])).nodes.map(({ id }) => id)).not.toContain('merge');
  expect(errorsOf(merged('Subtract', [1]))).toEqual([]);
  expect(errorsOf(merged('Subtract', [0]))).toEqual(['node.missing-input']);
});

test('gates that are muted leave the image as it is', () => {
  const gated = documentOf('gated', [
    { id: 'input', type: 'Input', params: { shape: [6, 6, 4] } },
    { id: 'squeeze', type: 'GlobalAveragePooling2D' },
    { id: 'gates', type: 'Dense', params: { units: 4, activation: 'sigmoid' } },
    { id: 'scale', type: 'ChannelScale', from: ['input', 'gates'] },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ]);
  expect(errorsOf(gated)).toEqual([]);
  const edge = gated.edges.find(({ source }) => source === 'gates')!;
  const without = setMuted(gated, [edge.id], true);
  expect(errorsOf(without)).toEqual([]);
  expect(effectiveDocument(without).nodes.map(({ id }) => id)).toEqual(['input', 'pool', 'head']);
});

test('only an Add ends a shortcut', () => {
  const residual = (type: string) =>
    documentOf('residual', [
      { id: 'input', type: 'Input', params: { shape: [6, 6, 4] } },
      { id: 'conv', type: 'Conv2D', params: { filters: 4, padding: 'same' } },
      { id: 'merge', type, from: ['conv', 'input'] },
      { id: 'pool', type: 'GlobalAveragePooling2D' },
      { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
    ]);
  expect(findShortcuts(residual('Add'))).toHaveLength(1);
  for (const type of ['Subtract', 'Multiply', 'Average', 'Maximum', 'Concatenate'])
    expect(findShortcuts(residual(type))).toEqual([]);
});

test('the order of the inputs tells networks apart only where it matters', () => {
  for (const type of ['Add', 'Multiply', 'Average'])
    expect(twinKey(merged(type, [], ['b', 'a']))).toBe(twinKey(merged(type)));
  for (const type of ['Subtract', 'Maximum', 'Concatenate'])
    expect(twinKey(merged(type, [], ['b', 'a']))).not.toBe(twinKey(merged(type)));
});

test('a parameter at its default leaves the fingerprint as it was without it', () => {
  const written = (params: ParamRecord) =>
    twinKey(
      documentOf('defaults', [
        { id: 'input', type: 'Input', params: { shape: [6, 6, 4] } },
        { id: 'relu', type: 'Activation', params },
        { id: 'pool', type: 'GlobalAveragePooling2D' },
      ]),
    );
  expect(written({})).toBe(written({ function: 'relu', negativeSlope: 0.2 }));
  expect(written({})).not.toBe(written({ function: 'relu6' }));
});
