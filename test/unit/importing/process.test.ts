/** The process that reads a model file: what ends it, and what is left then. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../../../main/basics/refusal';
import { Importer, importInto } from '../../../main/importing/process';
import { ModelStore } from '../../../main/models/store';
import { type LaunchProcess, launchProcess, type ProcessExit } from '../../../main/processes/launch';
import { bundled } from '../../support/bundled';
import { until } from '../../support/eventually';

const root = mkdtempSync(join(tmpdir(), 'skipwire-import-process-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const path = join(root, 'model.h5');
const job = { path, folder: root };
const MB = 1024 * 1024;

/** A process whose vital signs and messages the test gives. */
async function fake() {
  const heard = { message: (_: unknown) => {}, output: (_: string) => {}, exit: (_: ProcessExit) => {} };
  const state = { jobs: 0, killed: false };
  const end = (exit: ProcessExit) => heard.exit(exit);
  const launch = (() => ({
    pid: 1,
    send: () => {
      state.jobs++;
    },
    onMessage: (listener: typeof heard.message) => {
      heard.message = listener;
    },
    onOutput: (listener: typeof heard.output) => {
      heard.output = listener;
    },
    onExit: (listener: typeof heard.exit) => {
      heard.exit = listener;
    },
    kill: () => {
      state.killed = true;
      end({ code: null, signal: 'SIGKILL' });
    },
  })) as unknown as LaunchProcess;
  const importer = new Importer({ launch, entry: '', temporary: root });
  const reading = importer.read(job);
  // Not unhandled before the test looks at it.
  reading.catch(() => undefined);
  heard.message({ type: 'ready' });
  await until(() => state.jobs > 0);
  return {
    importer,
    reading,
    state,
    say: (text: string) => heard.output(text),
    signs: (sign: { cpu: number; memory?: number; step: number; bytes?: number }) =>
      heard.output(`\x16${sign.cpu} ${sign.memory ?? 100 * MB} ${sign.step} ${sign.bytes ?? 1000}\n`),
    answer: (message: unknown) => heard.message(message),
    end,
  };
}

test('a step that takes more than two seconds of its processor time ends it', async () => {
  const { reading, signs, state, importer } = await fake();
  signs({ cpu: 900, step: 1 });
  signs({ cpu: 2800, step: 1 });
  expect(state.killed).toBe(false);
  signs({ cpu: 3000, step: 1 });
  await expect(reading).rejects.toThrow(
    new Refusal('model.h5 took too long to read. It is probably damaged.'),
  );
  expect(importer.isAlive).toBe(false);
});

test('any number of steps may take any time together', async () => {
  const { reading, signs, answer } = await fake();
  for (let step = 1; step < 100; step++) signs({ cpu: 1500 * step, step });
  answer({ type: 'read', document: 'a', report: 'b' });
  expect(await reading).toEqual({ document: 'a', report: 'b' });
});

test('a step of a large file has more time', async () => {
  const { reading, signs, state } = await fake();
  const bytes = 240 * MB;
  signs({ cpu: 0, step: 1, bytes });
  signs({ cpu: 10_000, step: 1, bytes });
  expect(state.killed).toBe(false);
  signs({ cpu: 16_000, step: 1, bytes });
  await expect(reading).rejects.toThrow('too long');
});

test.each([
  ['a small file', 1000, 1600],
  ['a larger one', 50 * MB, 2000],
])('%s may take as much memory as fits its size', async (_, bytes, megabytes) => {
  const { reading, signs, state } = await fake();
  signs({ cpu: 0, step: 1, bytes, memory: (megabytes - 100) * MB });
  expect(state.killed).toBe(false);
  signs({ cpu: 0, step: 1, bytes, memory: megabytes * MB });
  await expect(reading).rejects.toThrow(
    new Refusal(
      'model.h5 needs more memory to read than a model of its size should. It is probably damaged.',
    ),
  );
});

test('signs that arrive in pieces, or between other output, are understood', async () => {
  const { reading, say, state } = await fake();
  say('a line\n\x160 1000');
  expect(state.killed).toBe(false);
  say('00 1 5\nanother\n\x164000 1000 1 5\n');
  await expect(reading).rejects.toThrow('too long');
});

test('a process that dies is a refusal with its last error', async () => {
  const { reading, say, end } = await fake();
  say('file.js:1\nRangeError: out of memory\n');
  end({ code: 1, signal: null });
  await expect(reading).rejects.toThrow(
    'model.h5 could not be read: the process that read it ended (RangeError: out of memory). The file is probably damaged.',
  );
});

describe('a real process that hangs', () => {
  let entry: string;
  beforeAll(() => {
    entry = bundled('hanging-importer');
  });

  test('is ended, and nothing is left in the data folder', async () => {
    const models = new ModelStore({ root: join(root, 'models') });
    const importing = importInto(models, { path, launch: launchProcess, entry });
    await expect(importing).rejects.toThrow('took too long to read');
    expect(readdirSync(models.root)).toEqual([]);
  }, 60_000);

  test('is ended at once where the import is cancelled', async () => {
    const models = new ModelStore({ root: join(root, 'cancelled') });
    const controller = new AbortController();
    const importing = importInto(models, { path, launch: launchProcess, entry, signal: controller.signal });
    await until(() => existsSync(models.root) && readdirSync(models.root).length > 0);
    controller.abort();
    await expect(importing).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(readdirSync(models.root)).toEqual([]);
  }, 60_000);

  test('ends itself where its host is gone', async () => {
    const child = fork(entry, [], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    await once(child, 'message');
    child.send(job);
    child.stdout?.destroy();
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  }, 60_000);
});
