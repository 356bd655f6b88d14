import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochMetrics } from '../../../../core/study/run';
import { readConfusion, writeConfusion } from '../../../../main/runs/confusion-files';
import { confusion } from '../../../../main/training/callbacks/confusion';
import type { Training } from '../../../../main/training/state/training';
import { FakeSession } from '../fake-session';
import { Bench, batches, validation } from '../support';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.dispose());

const files = () => readdirSync(bench.folder.confusion).sort();

/** An epoch ends with this validation accuracy. */
async function end(accuracies: readonly number[]): Promise<void> {
  const history = accuracies.map((valAccuracy, index) => ({ epoch: index + 1, valAccuracy }) as EpochMetrics);
  const training = {
    epoch: history.length,
    history,
    settings: { checkpoints: { best: 'valAccuracy' } },
    confusion: Int32Array.of(history.length, 0, 0, 1),
  };
  await confusion(bench.folder.confusion).onEpochEnd?.(training as unknown as Training, history.at(-1)!);
}

test('the last and the best epoch are kept, and what a kill before the checkpoint leads back to', async () => {
  const seen: string[][] = [];
  const accuracies = [0.5, 0.7, 0.6, 0.6, 0.8, 0.1];
  for (let epoch = 1; epoch <= accuracies.length; epoch++) {
    await end(accuracies.slice(0, epoch));
    seen.push(files().map((name) => name.replace(/\D/g, '').slice(-1)));
  }
  expect(seen).toEqual([['1'], ['1', '2'], ['2', '3'], ['2', '3', '4'], ['2', '4', '5'], ['5', '6']]);
  expect(await readConfusion(bench.folder, 5)).toEqual({
    classes: 2,
    counts: [
      [0, 0, 5],
      [1, 1, 1],
    ],
  });
  expect(await readConfusion(bench.folder, 3)).toBeUndefined();
});

test('a training writes it before its checkpoint, and metrics.jsonl has none', async () => {
  const validate = validation.map((batch) => ({
    ...batch,
    confusion: [
      [1, 2],
      [0, 3],
    ],
  }));
  let written = false;
  bench.onSync = () => {
    written = existsSync(join(bench.folder.confusion, 'epoch-0001.json'));
  };
  await bench.train(new FakeSession([batches], validate), {}, {}, [confusion(bench.folder.confusion)]);
  expect(written).toBe(true);
  expect((await readConfusion(bench.folder, 1))?.counts).toEqual([
    [0, 0, 2],
    [0, 1, 4],
    [1, 1, 6],
  ]);
});

test('a training that goes on removes those of epochs that it trains again', async () => {
  for (const epoch of [1, 2]) await writeConfusion(bench.folder.confusion, epoch, { classes: 1, counts: [] });
  writeFileSync(join(bench.folder.confusion, 'notes.txt'), 'mine');
  await confusion(bench.folder.confusion).onTrainBegin?.({ epoch: 1 } as Training);
  expect(files()).toEqual(['epoch-0001.json', 'notes.txt']);
});

test('runs of before there were such files have theirs in metrics.jsonl; a damaged file is none', async () => {
  const line = {
    type: 'epoch',
    epoch: 2,
    confusion: [
      [1, 0],
      [2, 3],
    ],
  };
  writeFileSync(bench.folder.metrics, `{"type":"step"}\n${JSON.stringify(line)}\n`);
  expect(await readConfusion(bench.folder, 2)).toEqual({
    classes: 2,
    counts: [
      [0, 0, 1],
      [1, 0, 2],
      [1, 1, 3],
    ],
  });
  expect(await readConfusion(bench.folder, 1)).toBeUndefined();
  mkdirSync(bench.folder.confusion);
  writeFileSync(join(bench.folder.confusion, 'epoch-0002.json'), '{"classes":2,');
  expect(await readConfusion(bench.folder, 2)).toBeUndefined();
});
