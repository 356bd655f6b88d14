/** runs, stop, pause and repair, from their arguments to their exit codes. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../main/cli/program';
import { RunStore } from '../../../main/runs/store';
import { newRun } from '../runs/support';

// Commands load their parts when they run; what is measured here is not how long that takes.
beforeAll(async () => {
  await import('../../../main/exporting');
  await import('../../../main/cli/training/run-end');
}, 120_000);

let root: string;
let store: RunStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-commands-'));
  store = new RunStore({ root });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Its exit code, and what it printed. */
async function skipwire(...argv: string[]): Promise<{ code: unknown; text: string }> {
  let text = '';
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    }),
  );
  try {
    return { code: await run(argv), text };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}

/** Ends the run as soon as another process asks for it, as the queue does. */
async function answer(id: string): Promise<void> {
  for (;;) {
    const asked = await store.owned.requested(id);
    if (asked) {
      await store.update(id, { state: asked.as });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test.each([
  ['stop', 'Stopped', 'stopped'],
  ['pause', 'Paused', 'paused'],
] as const)('%s reaches the process that trains the run', async (command, word, state) => {
  const { id } = await store.create(newRun());
  const { path } = store.folder(id);
  const [{ code, text }] = await Promise.all([skipwire(command, path), answer(id)]);
  expect(code).toBe(0);
  expect(text).toContain(`${word}: ${path}`);
  expect(text).toContain(`To start: skipwire resume ${path}`);
  expect((await store.get(id)).state).toBe(state);
  const again = await skipwire(command, path);
  expect(again.code).toBe(1);
  expect(again.text).toContain(`Run "${id}" is ${state}, so there is nothing to ${command}.`);
});

test('repair says what it found and did, and where the files are as they were', async () => {
  const { id } = await store.create(newRun());
  const folder = store.folder(id);
  await store.update(id, { state: 'interrupted' });
  const row = JSON.stringify({ type: 'step', step: 1, epoch: 1, loss: 1, accuracy: 0, seconds: 1 });
  writeFileSync(folder.metrics, `${row}\n${row}\n`);
  const looked = await skipwire('repair', folder.path, '--dry-run');
  expect(looked).toEqual({ code: 0, text: 'metrics.jsonl has 1 row twice.\n' });
  expect(readFileSync(folder.metrics, 'utf8')).toBe(`${row}\n${row}\n`);
  const { code, text } = await skipwire('repair', folder.path);
  expect(code).toBe(0);
  expect(text).toMatch(
    /^Found: metrics\.jsonl has 1 row twice\.\nFixed: metrics\.jsonl now has each row once, in order\.\n/,
  );
  expect(text).toMatch(/The original files are in before-repair-\d{8}-\d{6}, inside the run folder\.\n/);
  expect(readFileSync(folder.metrics, 'utf8')).toBe(`${row}\n`);
  expect((await skipwire('repair', folder.path)).text).toContain(`Nothing is wrong with run ${id}.`);
});

test('runs lists what a folder has, the newest first, and says what it leaves out', async () => {
  expect(await skipwire('runs', '--out', root)).toMatchObject({
    code: 0,
    text: expect.stringMatching(/^There are no runs in/),
  });
  const { id } = await store.create(newRun());
  const epoch = {
    type: 'epoch',
    loss: 1,
    accuracy: 0.5,
    valLoss: 1,
    seconds: 1,
    imagesPerSecond: 1,
  } as const;
  const epochs = [0.25, 0.755].map((valAccuracy, index) => ({ ...epoch, epoch: index + 1, valAccuracy }));
  await store.update(id, { state: 'finished', epochs });
  const second = await store.create(newRun({ arm: 'ResNet-18' }));
  mkdirSync(join(root, 'no-run'));
  writeFileSync(join(root, 'no-run', 'run.json'), '{');
  const table = (await skipwire('runs', '--out', root)).text.trimEnd().split('\n');
  const { settings, createdAt } = await store.get(id);
  expect(table.map((line) => line.split(/ {2,}/)).slice(2)).toEqual([
    [
      second.id,
      `ResNet-18, seed ${settings.seed}`,
      'Queued',
      'shapes',
      expect.stringMatching(/^0\/\d+$/),
      '–',
      expect.any(String),
    ],
    [
      id,
      `ResNet-50 (plain), seed ${settings.seed}`,
      'Finished',
      'shapes',
      `2/${settings.epochs}`,
      '75.5%',
      createdAt.slice(0, 16).replace('T', ' '),
    ],
  ]);
  expect(table[0]).toMatch(/no-run is left out\. The run\.json of run "no-run" must be JSON\./);
  rmSync(join(root, 'no-run'), { recursive: true });
  const [, finished] = JSON.parse((await skipwire('runs', '--out', root, '--json')).text);
  expect(finished).toEqual({
    ...{ id, name: `ResNet-50 (plain), seed ${settings.seed}`, state: 'finished', dataset: 'shapes' },
    ...{ epochs: 2, ofEpochs: settings.epochs, valAccuracy: 0.755, createdAt },
    study: { id: 'study-1', name: 'Shortcuts' },
  });
});
