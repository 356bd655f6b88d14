/** Summaries of the full-size study networks against Keras' own, layer by layer (test/reference). */
import { analyze } from '../../../core/analysis/analyze';
import { summarize } from '../../../core/analysis/summary';
import { buildPreset } from '../../../core/presets';
import { kerasPreset, kerasSummaries } from '../../support/fixtures';

type Row = { type: string; outputShape: readonly number[]; params: number };
const row = ({ type, outputShape, params }: Row): string => `${type} (${outputShape.join(', ')}) ${params}`;

describe.each(kerasSummaries())('$name', (expected) => {
  const style = expected.name.endsWith('-cifar') ? 'cifar' : 'study';
  const summary = summarize(analyze(buildPreset(kerasPreset(expected.name), { style })), expected.name);

  test('totals', () => {
    expect(summary).toMatchObject({
      totalParams: expected.totalParams,
      trainableParams: expected.trainableParams,
      nonTrainableParams: expected.nonTrainableParams,
    });
  });

  test('each layer by its name: class, output shape, parameters', () => {
    const byName = (layers: readonly (Row & { name: string })[]) =>
      Object.fromEntries(layers.map((layer) => [layer.name, row(layer)]));
    expect(byName(summary.layers)).toEqual(byName(expected.layers));
    expect(summary.layers).toHaveLength(expected.layers.length);
  });

  test('the same layers, names aside', () => {
    expect(summary.layers.map(row).sort()).toEqual(expected.layers.map(row).sort());
  });
});

test("a plain network has one path, so its layers stand in Keras' order", () => {
  for (const expected of kerasSummaries().filter(({ name }) => name.startsWith('plain'))) {
    const summary = summarize(analyze(buildPreset(expected.name)), expected.name);
    expect(summary.layers.map(row)).toEqual(expected.layers.map(row));
  }
});
