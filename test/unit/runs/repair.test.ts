/** A run whose files were spoiled is put right, and what was there is kept. */

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish, message } from '../../../core/messages';
import { sparseConfusion } from '../../../core/study/confusion';
import type { EpochMetrics, RunRecord, StepMetrics } from '../../../core/study/run';
import { belongingOf } from '../../../main/runs/binding';
import { writeCheckpoint } from '../../../main/runs/checkpoints';
import { writeConfusion } from '../../../main/runs/confusion-files';
import type { RunFolder } from '../../../main/runs/folder';
import { readMetrics } from '../../../main/runs/metrics-file';
import { faultWords, tidyMetrics } from '../../../main/runs/repair/tidy-metrics';
import { RunStore } from '../../../main/runs/store';
import { EventWriter } from '../../../main/runs/tensorboard/writer';
import { lastPlace } from '../../../main/training/host/reopen';
import { readEvents } from '../../support/tensorboard';
import { newRun, tinyGraph } from './support';

const STEPS = 4;
const step = (number: number, seconds = 1): StepMetrics => ({
  type: 'step',
  step: number,
  epoch: Math.ceil(number / STEPS),
  loss: 1 / number,
  accuracy: 0.5,
  seconds,
});
const epoch = (number: number, seconds = 1): EpochMetrics => ({
  type: 'epoch',
  epoch: number,
  loss: 1 / number,
  accuracy: 0.5,
  valLoss: 1,
  valAccuracy: 0.1 * number,
  seconds,
  imagesPerSecond: 9,
});
/** As one training writes them. */
const rowsOf = (epochs: number, seconds?: number): string[] =>
  Array.from({ length: epochs }, (_, n) => n + 1).flatMap((number) => [
    ...Array.from({ length: STEPS }, (_, k) => JSON.stringify(step((number - 1) * STEPS + k + 1, seconds))),
    JSON.stringify(epoch(number, seconds)),
  ]);
const fileOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('rows of metrics', () => {
  const sound = rowsOf(3);

  test('of one training are left as they are', () => {
    const { lines, found } = tidyMetrics(fileOf(sound));
    expect(lines).toEqual(sound);
    expect(found).toEqual({ doubled: 0, differing: 0, disordered: 0, torn: 0 });
    expect(faultWords(found)).toEqual([]);
    // A kill within a write is no fault.
    expect(tidyMetrics(`${fileOf(sound)}{"type":"st`).found.torn).toBe(0);
  });

  test('of two trainings that wrote by turns come once, in order', () => {
    const other = rowsOf(3, 2);
    // The second began a few steps later.
    const mixed = sound
      .flatMap((line, n) => (n < 3 ? [line] : [line, other[n - 3]!]))
      .concat(other.slice(-3));
    const { lines, found } = tidyMetrics(fileOf(mixed));
    expect(lines).toEqual(other);
    expect(found).toMatchObject({ doubled: 15, differing: 0, torn: 0 });
    expect(faultWords(found).map(inEnglish)[0]).toBe('metrics.jsonl has 15 rows twice.');
  });

  test('that differ are reported, and the later one stays', () => {
    const other = JSON.stringify({ ...step(2), loss: 7 });
    const { steps, found } = tidyMetrics(fileOf([...sound, other]));
    expect(steps[1]?.loss).toBe(7);
    expect(faultWords(found).map(inEnglish)[0]).toBe(
      'metrics.jsonl has 1 row twice, 1 of them with different values.',
    );
  });

  test('behind the head of a torn one are not lost', () => {
    const torn = fileOf(sound)
      .replace(sound[2]!, `{"type":"step","ste${sound[2]}${sound[3]}`)
      .replace(`\n${sound[3]}\n`, '\n');
    const { lines, found } = tidyMetrics(torn);
    expect(lines).toEqual(sound);
    expect(found).toEqual({ doubled: 0, differing: 0, disordered: 0, torn: 1 });
  });

  test('that come too late are put in their place, the epoch behind its steps', () => {
    const moved = [...sound.slice(6), ...sound.slice(0, 6)];
    expect(tidyMetrics(fileOf(moved)).lines).toEqual(sound);
    const early = [sound[4]!, ...sound.slice(0, 4), ...sound.slice(5)];
    expect(tidyMetrics(fileOf(early)).lines).toEqual(sound);
  });
});

describe('a run', () => {
  let root: string;
  let store: RunStore;
  let run: RunRecord;
  let folder: RunFolder;
  const weights = (value: number) => new Map([['dense/bias', { shape: [1], data: Float32Array.of(value) }]]);
  const checkpoint = (number: number, of = belongingOf(run, tinyGraph())) =>
    writeCheckpoint(
      folder.checkpoints,
      weights(number),
      { epoch: number, step: STEPS * number },
      { keep: 9, best: 'valAccuracy', epochs: [] },
      of,
    );

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'skipwire-repair-'));
    store = new RunStore({ root });
    run = await store.create(newRun());
    folder = store.folder(run.id);
    writeFileSync(folder.metrics, fileOf(rowsOf(3)));
    for (const number of [1, 2, 3]) await checkpoint(number);
    await writeConfusion(folder.confusion, 3, sparseConfusion([1, 0, 0, 1]));
    await store.interrupt(run.id, 'killed');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const place = async () => {
    const now = await store.get(run.id);
    return lastPlace(now, folder, belongingOf(now, await store.graph(run.id)));
  };
  const kept = (name: string | undefined, file: string) =>
    readFileSync(join(folder.path, name!, file), 'utf8');

  test('that is sound is not touched', async () => {
    const before = readdirSync(folder.path);
    expect(await store.inspect(run.id)).toEqual([]);
    expect(await store.repair(run.id)).toEqual({ found: [], done: [], from: { epoch: 3, step: 12 } });
    expect(readdirSync(folder.path)).toEqual(before);
  });

  test('with rows twice does not go on, is repaired, and then goes on where it was', async () => {
    const spoiled = fileOf([...rowsOf(3), ...rowsOf(3, 2).slice(7)]);
    writeFileSync(folder.metrics, spoiled);
    expect((await readMetrics(folder.metrics)).faults?.map(inEnglish)).toEqual([
      'metrics.jsonl has 8 rows twice.',
    ]);
    const refused = await place().catch((error) => error);
    expect(refused.message).toMatch(
      /cannot be resumed as it is\. metrics\.jsonl has 8 rows twice\. Repair fixes/,
    );
    expect(refused.remedy).toEqual({
      type: 'repair',
      runId: run.id,
      label: message('training.resume.repair'),
    });
    const report = await store.repair(run.id);
    expect(report).toMatchObject({
      found: [message('runs.repair.doubled', { count: 8 })],
      done: [message('runs.repair.metricsSorted')],
      from: { epoch: 3, step: 12 },
    });
    expect(kept(report.kept, 'metrics.jsonl')).toBe(spoiled);
    expect(readFileSync(folder.metrics, 'utf8')).toBe(
      fileOf([...rowsOf(3).slice(0, 7), ...rowsOf(3, 2).slice(7)]),
    );
    expect(await place()).toMatchObject({ epoch: 3, step: 12 });
    expect(await store.inspect(run.id)).toEqual([]);
    expect((await store.get(run.id)).changes.at(-1)).toMatchObject({ type: 'repaired', kept: report.kept });
  });

  test('has its doubled events once, the later ones', async () => {
    for (const value of [1, 2]) {
      const writer = new EventWriter(folder.tensorboard);
      if (value === 2) writer.restart(3);
      for (const at of value === 1 ? [1, 2, 3] : [3, 4]) writer.scalars(at, [{ tag: 'step/loss', value }]);
      writer.flush();
    }
    const before = readdirSync(folder.tensorboard);
    expect((await store.repair(run.id)).found.map(inEnglish)).toEqual([
      "TensorBoard's files have 1 event twice.",
    ]);
    const values = readdirSync(folder.tensorboard)
      .sort()
      .flatMap((name) => readEvents(join(folder.tensorboard, name)))
      .flatMap(({ step: at, summary, session_log }): unknown[] =>
        session_log ? ['restart'] : (summary?.value ?? []).map((one) => [at, one.simple_value]),
      );
    expect(values).toEqual([
      ...[
        [1, 1],
        [2, 1],
        [3, 2],
        [4, 2],
      ],
    ]);
    expect(readdirSync(folder.tensorboard)).toEqual(before);
  });

  test.each<[string, (path: string) => void]>([
    ['damaged', (path) => writeFileSync(path, readFileSync(path).subarray(0, -1))],
    [
      'a FIFO',
      (path) => {
        rmSync(path);
        execFileSync('mkfifo', [path]);
      },
    ],
  ])('whose newest checkpoint is %s goes on from the one before', async (_what, spoil) => {
    spoil(join(folder.checkpoints, 'epoch-0003.safetensors'));
    const refused = await place().catch((error) => error);
    expect(refused.message).toMatch(/The checkpoint of epoch 2, epoch-0002\.safetensors, is intact\./);
    expect(inEnglish(refused.remedy.label)).toBe('Resume from epoch 2');
    const report = await store.repair(run.id);
    expect(report.done.map(inEnglish)[0]).toBe('epoch-0003.safetensors was moved aside.');
    expect(existsSync(join(folder.path, report.kept!, 'checkpoints', 'epoch-0003.safetensors'))).toBe(true);
    expect(await place()).toMatchObject({ epoch: 2, step: 8 });
  });

  test("has no other run's checkpoint, and none that its metrics know nothing of", async () => {
    await checkpoint(4);
    await checkpoint(5, { ...belongingOf(run, tinyGraph()), run: 'another' });
    await writeConfusion(folder.confusion, 4, sparseConfusion([1, 0, 0, 1]));
    const { found } = await store.repair(run.id);
    expect(found.map(inEnglish)).toEqual([
      expect.stringMatching(/epoch-0005\.safetensors belongs to another run: it is from run "another"/),
      'The checkpoint epoch-0004.safetensors comes after 4 epochs, but metrics.jsonl has 3.',
      'confusion/epoch-0004.json is from an epoch that metrics.jsonl does not have.',
    ]);
    expect(await place()).toMatchObject({ epoch: 3, step: 12 });
  });

  test('gets an epoch back that only run.json still has', async () => {
    writeFileSync(folder.metrics, fileOf(rowsOf(3).filter((line) => line !== JSON.stringify(epoch(2)))));
    await expect(place()).rejects.toThrow(/has 2 of the 3 epochs before the checkpoint epoch-0003/);
    await store.repair(run.id);
    expect(readFileSync(folder.metrics, 'utf8')).toBe(fileOf(rowsOf(3)));
    expect(await place()).toMatchObject({ epoch: 3 });
  });

  test('gets back the network and the settings that its checkpoints were trained with', async () => {
    const graph = tinyGraph();
    graph.nodes[2]!.params.activation = 'tanh';
    writeFileSync(folder.graph, JSON.stringify(graph));
    await store.update(run.id, { settings: { ...run.settings, seed: 77 } });
    const refused = await place().catch((error) => error);
    expect(inEnglish(refused.remedy.label)).toBe('Put graph.json back and resume');
    const report = await store.repair(run.id);
    expect(report.done.map(inEnglish)).toEqual([
      'graph.json is the network of epoch-0003.safetensors again.',
      'run.json has the settings of epoch-0003.safetensors again.',
    ]);
    expect(JSON.parse(kept(report.kept, 'graph.json'))).toEqual(graph);
    expect(JSON.parse(kept(report.kept, 'run.json')).settings.seed).toBe(77);
    expect(await place()).toMatchObject({ epoch: 3 });
    expect((await store.get(run.id)).settings.seed).toBe(1);
  });

  test('whose folder was copied becomes a run of its own, which goes on from the same checkpoint', async () => {
    cpSync(folder.path, join(root, 'copy'), { recursive: true });
    await expect(store.get('copy')).rejects.toThrow(
      /The folder "copy" is a copy of run ".*" or was renamed: the ID in its run\.json must be the name of the folder\..+"skipwire repair/,
    );
    const { found, done } = await store.repair('copy');
    expect([found.map(inEnglish), done.map(inEnglish)]).toEqual([
      [`The folder is a copy of run "${run.id}" or was renamed.`],
      ['It is now a run of its own, called "copy".'],
    ]);
    const copy = await store.get('copy');
    expect(copy).toMatchObject({ id: 'copy', changes: [{ type: 'renamed', from: run.id }] });
    expect(await lastPlace(copy, store.folder('copy'), belongingOf(copy, tinyGraph()))).toMatchObject({
      epoch: 3,
    });
  });

  test('that is being trained is refused', async () => {
    await store.owned.take(run.id);
    await expect(store.repair(run.id)).rejects.toThrow(/is in use by .* Try again when that is done/);
  });
});
