import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EpochMetrics, StepMetrics } from '../../../core/study/run';
import { MetricsWriter, readMetrics } from '../../../main/runs/metrics-file';

const step = (number: number): StepMetrics => ({
  type: 'step',
  step: number,
  epoch: 1,
  loss: 1 / number,
  accuracy: 0.5,
  seconds: number,
});
const epoch: EpochMetrics = {
  type: 'epoch',
  epoch: 1,
  loss: 0.1,
  accuracy: 0.9,
  valLoss: 0.2,
  valAccuracy: 0.8,
  seconds: 3,
  imagesPerSecond: 100,
};

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-metrics-'));
  path = join(folder, 'metrics.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('steps and epochs are read back as they were written, in order', async () => {
  const writer = new MetricsWriter(path);
  for (const metrics of [step(1), step(2), epoch, step(3)]) writer.add(metrics);
  expect(readFileSync(path, 'utf8')).toBe('');
  writer.sync();
  writer.close();
  expect(await readMetrics(path)).toEqual({
    steps: [step(1), step(2), step(3)],
    epochs: [epoch],
    diagnostics: [],
  });
});

test('a torn last line is ignored, even where it happens to be valid JSON', async () => {
  const writer = new MetricsWriter(path);
  writer.add(step(1));
  writer.close();
  const whole = JSON.stringify(step(2));
  for (const torn of [whole.slice(0, 20), whole]) {
    rmSync(path);
    appendFileSync(path, `${JSON.stringify(step(1))}\n${torn}`);
    expect((await readMetrics(path)).steps).toEqual([step(1)]);
  }
});

test('lines that are no metrics are passed over', async () => {
  appendFileSync(
    path,
    `nonsense\n${JSON.stringify({ ...step(1), loss: null })}\n${JSON.stringify(step(2))}\n`,
  );
  expect(await readMetrics(path)).toEqual({ steps: [step(2)], epochs: [], diagnostics: [] });
});

test('a missing file has no metrics', async () => {
  expect(await readMetrics(join(folder, 'none'))).toEqual({ steps: [], epochs: [], diagnostics: [] });
});
