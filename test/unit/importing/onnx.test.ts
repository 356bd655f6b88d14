/** ONNX files of PyTorch, with the answers that PyTorch gave, and of our own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { countEntries } from '../../../core/study/import-report';
import { exportFormats } from '../../../main/exporting';
import { importModel } from '../../../main/importing';
import { makeRun } from '../../integration/exporting/support';
import { everyOperator } from '../../support/every-operator';
import { fixtureImages, scoresOf } from '../../support/run-imported';

const fixtures = join(__dirname, '..', '..', 'reference', 'fixtures', 'onnx');
const answers: Record<string, { scores: number[][]; parameters: number }> = JSON.parse(
  readFileSync(join(fixtures, 'answers.json'), 'utf8'),
);
const folder = mkdtempSync(join(tmpdir(), 'skipwire-import-onnx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const images = fixtureImages(2, [16, 16, 3]);

const softmax = (row: readonly number[]): number[] => {
  const powers = row.map((value) => Math.exp(value));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
};

function largestDifference(found: readonly number[][], expected: readonly number[][]): number {
  expect(found.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  return Math.max(...found.flatMap((row, n) => row.map((value, k) => Math.abs(value - expected[n]![k]!))));
}

test.each(Object.keys(answers))('%s of PyTorch gives the same answers', async (name) => {
  const { document, weights, report } = await importModel(join(fixtures, `${name}.onnx`));
  expect(report.entries.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
  const logits = report.remarks.some(({ key }) => key === 'import.onnx.remark.softmax');
  expect(logits).toBe(!name.startsWith('mobile'));
  const { scores } = answers[name]!;
  const expected = logits ? scores.map(softmax) : scores;
  expect(largestDifference(scoresOf(document, weights, images), expected)).toBeLessThan(1e-5);
});

test('a ResNet keeps its parameters, names, blocks and stages', async () => {
  const { document, report } = await importModel(join(fixtures, 'resnet.onnx'));
  expect(report.trainableParams).toBe(answers.resnet!.parameters);
  expect(document.nodes.find(({ id }) => id === 'layer2.0.conv1')).toMatchObject({
    type: 'Conv2D',
    params: { padding: 'explicit', explicitPadding: [1, 1, 1, 1], strides: [2, 2], useBias: false },
  });
  expect(document.nodes.at(-1)).toMatchObject({ id: 'fc', params: { units: 5, activation: 'softmax' } });
  const kinds = document.groups.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'stage')).toHaveLength(2);
  expect(kinds.filter((kind) => kind === 'block')).toHaveLength(4);
});

test('a file whose BatchNormalization was folded says so', async () => {
  const { report } = await importModel(join(fixtures, 'resnet-folded.onnx'));
  expect(report.remarks.map(({ key }) => key)).toContain('import.onnx.remark.batchNorm');
});

test.each(['nchw', 'nhwc'] as const)(
  'our own export of every operator, %s, gives the same answers',
  async (layout) => {
    const made = await makeRun(everyOperator(), { headScale: 1 });
    const path = join(folder, `${layout}.onnx`);
    try {
      for await (const _ of exportFormats(made.store, made.id, [
        { format: 'onnx', path, options: { layout } },
      ])) {
        const { document, weights, report } = await importModel(path);
        expect(countEntries(report, 'refused')).toBe(0);
        const { tensors } = await made.store.chosen(made.id, 'last');
        const [height, width, channels] = everyOperator().nodes.find(({ type }) => type === 'Input')!.params
          .shape as [number, number, number];
        const fed = fixtureImages(2, [height, width, channels]);
        const expected = scoresOf(everyOperator(), tensors, fed);
        expect(largestDifference(scoresOf(document, weights, fed), expected)).toBeLessThan(1e-6);
      }
    } finally {
      rmSync(dirname(made.folder), { recursive: true, force: true });
    }
  },
);
