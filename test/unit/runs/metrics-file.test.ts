import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { message } from '../../../core/messages';
import type { EpochMetrics, StepMetrics } from '../../../core/study/run';
import { MetricsWriter, readMetrics, rewindMetrics } from '../../../main/runs/metrics-file';

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
  const next = { ...step(3), epoch: epoch.epoch + 1 };
  for (const metrics of [step(1), step(2), epoch, next]) writer.add(metrics);
  expect(readFileSync(path, 'utf8')).toBe('');
  writer.sync();
  writer.close();
  expect(await readMetrics(path)).toEqual({
    steps: [step(1), step(2), next],
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
  expect(await readMetrics(path)).toEqual({
    ...{ steps: [step(2)], epochs: [], diagnostics: [] },
    faults: [message('runs.repair.torn', { count: 1 })],
  });
});

test('a missing file has no metrics', async () => {
  expect(await readMetrics(join(folder, 'none'))).toEqual({ steps: [], epochs: [], diagnostics: [] });
});

describe('rewinding to a checkpoint', () => {
  const later = { ...epoch, epoch: 2 };
  const write = (...lines: string[]) => appendFileSync(path, lines.join(''));
  const line = (value: object) => `${JSON.stringify(value)}\n`;

  test('takes back later steps and epochs, and a torn last line', async () => {
    write(line(step(1)), line(step(2)), line(epoch), line(step(3)), line(step(4)), line(later));
    write(JSON.stringify(step(5)).slice(0, 30));
    expect(await rewindMetrics(path, { epoch: 1, step: 3 })).toEqual([epoch]);
    expect(readFileSync(path, 'utf8')).toBe([step(1), step(2), epoch, step(3)].map(line).join(''));
    expect(readdirSync(folder)).toEqual(['metrics.jsonl']);
  });

  test('takes back diagnostics with their step', async () => {
    const diagnostics = { type: 'diagnostics', step: 3, epoch: 1, blocks: [] };
    write(line(step(2)), line(step(3)), line(diagnostics));
    await rewindMetrics(path, { epoch: 0, step: 2 });
    expect(readFileSync(path, 'utf8')).toBe(line(step(2)));
  });

  test('leaves a file alone in which nothing is later', async () => {
    write(line(step(1)), line(epoch));
    const before = statSync(path).ino;
    expect(await rewindMetrics(path, { epoch: 1, step: 1 })).toEqual([epoch]);
    expect(statSync(path).ino).toBe(before);
  });

  test('to the very beginning leaves nothing', async () => {
    write(line(step(1)), line(epoch));
    expect(await rewindMetrics(path, { epoch: 0, step: 0 })).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});
