/** What was being trained when Skipwire closed is offered at its next start, once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '../../../core/study/run';
import { Refusal } from '../../../main/basics/refusal';
import { Unfinished } from '../../../main/training/host/unfinished';
import { unfinishedWords } from '../../../renderer/shell/unfinished/describeUnfinished';

const root = mkdtempSync(join(tmpdir(), 'skipwire-unfinished-'));
afterAll(() => rmSync(root, { recursive: true }));
const states: Record<string, RunRecord['state']> = { b: 'interrupted', a: 'paused', c: 'finished' };
const unfinished = new Unfinished({
  root,
  get: async (id) => {
    const state = states[id];
    if (!state) throw new Refusal('There is no such run.');
    return { id, state, createdAt: id } as RunRecord;
  },
});
const offered = async () => (await unfinished.list()).map(({ id }) => id);

test('runs that can go on are offered, oldest first', async () => {
  await unfinished.note(['b', 'deleted']);
  await unfinished.note(['c', 'a', 'b']);
  expect(await offered()).toEqual(['a', 'b']);
});

test('one that was taken up is not', async () => {
  states.b = 'running';
  expect(await offered()).toEqual(['a']);
});

test('none is after the offer was declined', async () => {
  await unfinished.forget();
  await unfinished.forget();
  expect(await offered()).toEqual([]);
});

test('a damaged file offers nothing', async () => {
  writeFileSync(join(root, 'unfinished.json'), '{"runs": [1');
  expect(await offered()).toEqual([]);
});

test('the words say what was under way, how far it was, and what waited', () => {
  const run = (startedAt: string | undefined, epochs: number, state: RunRecord['state'] = 'interrupted') =>
    ({
      arm: 'A',
      settings: { seed: 1, epochs: 12 },
      epochs: Array(epochs),
      checkpoints: Array(epochs),
      state,
      startedAt,
    }) as never;
  expect(unfinishedWords([run('t', 4), run(undefined, 0)])).toBe(
    'A, seed 1 was interrupted after 4 of 12 epochs when Skipwire closed. 1 more run had not started.',
  );
  expect(unfinishedWords([run('t', 1, 'paused')])).toBe(
    'A, seed 1 was paused after 1 of 12 epochs when Skipwire closed.',
  );
  expect(unfinishedWords([run('t', 0)])).toBe(
    'A, seed 1 was interrupted in the first of 12 epochs when Skipwire closed. It will start from the beginning when resumed, because no checkpoint had been written.',
  );
  expect(unfinishedWords([run('t', 1), run('t', 2)])).toBe('2 runs had not finished when Skipwire closed.');
  expect(unfinishedWords([run(undefined, 0)])).toBe('1 run had not started when Skipwire closed.');
});
