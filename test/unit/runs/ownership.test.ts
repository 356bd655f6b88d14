/** Several processes want one run at the same moment: one gets it, whoever had it before. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { buildSync } from 'esbuild';
import { currentOwner, processStart } from '../../../main/processes/owner';
import { RunStore } from '../../../main/runs/store';
import type { TakerAnswer, TakerRequest } from '../../support/taker';
import { newRun } from './support';

const PROCESSES = 3;
/** Each on a run of its own. The bar was two of eight tries that both took it. */
const TRIES = Number(process.env.SKIPWIRE_TRIES ?? 24);

class Taker {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private readonly reader: Interface;
  readonly ready: Promise<unknown>;

  constructor(script: string, root: string) {
    this.process = spawn(process.execPath, [script, root]);
    this.reader = createInterface({ input: this.process.stdout });
    this.lines = this.reader[Symbol.asyncIterator]();
    this.ready = this.lines.next();
  }

  async ask(request: TakerRequest): Promise<TakerAnswer> {
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    return JSON.parse((await this.lines.next()).value);
  }

  kill(): Promise<unknown> {
    const ended = new Promise((resolve) => this.process.once('close', resolve));
    this.process.kill('SIGKILL');
    return ended;
  }
}

let folder: string;
let root: string;
let store: RunStore;
let takers: Taker[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-ownership-'));
  root = join(folder, 'runs');
  const script = join(folder, 'taker.cjs');
  const entry = join(__dirname, '..', '..', 'support', 'taker.ts');
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    outfile: script,
  });
  store = new RunStore({ root });
  takers = Array.from({ length: PROCESSES }, () => new Taker(script, root));
  await Promise.all(takers.map(({ ready }) => ready));
});
afterAll(async () => {
  await Promise.all(takers.map((taker) => taker.kill()));
  rmSync(folder, { recursive: true, force: true });
});

async function interruptedRun(): Promise<string> {
  const { id } = await store.create(newRun());
  await store.update(id, { state: 'interrupted' });
  return id;
}
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const deadOwner = (id: string) => ({ ...currentOwner(id), pid: deadPid() });

/** All at once. @returns who was let in. */
async function race(id: string, what: TakerRequest['do'][]): Promise<Taker[]> {
  const at = Date.now() + 20;
  const answers = await Promise.all(takers.map((taker, n) => taker.ask({ do: what[n] ?? 'take', id, at })));
  for (const { done, reason } of answers) {
    if (!done)
      expect(reason).toMatch(
        /is in use by|being trained by|being prepared by|queued by|has just been deleted|There is no run/,
      );
  }
  return takers.filter((_taker, n) => answers[n]?.done);
}

test('of those that resume a run at the same moment, one is let in; then the next', async () => {
  for (let time = 0; time < TRIES; time++) {
    const id = await interruptedRun();
    const [owner, ...others] = await race(id, []);
    expect(others).toEqual([]);
    expect(JSON.parse(readFileSync(store.folder(id).owner, 'utf8'))).toMatchObject({ run: id, app: 'cli' });
    await owner?.ask({ do: 'release', id });
    expect(readdirSync(store.folder(id).path).filter((name) => /owner|claim/.test(name))).toEqual([]);
    expect(await race(id, [])).toHaveLength(1);
  }
}, 60_000);

test('so it is where a process died that had the run, or wanted it, or was killed while it deleted it', async () => {
  const pid = deadPid();
  for (let time = 0; time < TRIES; time++) {
    const id = await interruptedRun();
    const { path, owner } = store.folder(id);
    const dead = { ...currentOwner(id), pid };
    // Running, as far as its record knows.
    await store.update(id, { state: 'running' });
    writeFileSync(owner, JSON.stringify(dead));
    // Another process has its id meanwhile, in every second try.
    const claimed = time % 2 === 0 ? dead : { ...currentOwner(id), started: 'another boot 1' };
    writeFileSync(join(path, `claim-${claimed.token}.json`), JSON.stringify(claimed));
    expect(await race(id, [])).toHaveLength(1);
    expect((await store.get(id)).state).toBe('interrupted');
  }
}, 60_000);

test('a run that one deletes while others resume it is deleted or resumed, not both', async () => {
  for (let time = 0; time < TRIES; time++) {
    const id = await interruptedRun();
    const winners = await race(id, ['remove']);
    expect(winners).toHaveLength(1);
    expect(existsSync(store.folder(id).record)).toBe(winners[0] !== takers[0]);
  }
}, 60_000);

test('a worker that outlived its host is ended before the run is taken', async () => {
  const id = await interruptedRun();
  const worker = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const ended = new Promise((resolve) => worker.once('exit', (_code, signal) => resolve(signal)));
  const started = processStart(worker.pid!)!;
  const owner = { ...deadOwner(id), worker: { pid: worker.pid!, started } };
  writeFileSync(store.folder(id).owner, JSON.stringify(owner));
  await store.owned.take(id);
  expect(await ended).toBe('SIGKILL');
  await store.owned.release(id);
});

test('a process that only has the id of such a worker is left alone', async () => {
  const id = await interruptedRun();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const worker = { pid: other.pid!, started: 'another boot 1' };
  writeFileSync(store.folder(id).owner, JSON.stringify({ ...deadOwner(id), worker }));
  await store.owned.take(id);
  expect(other.exitCode ?? other.signalCode).toBeNull();
  other.kill();
});

test('the copy of a folder is not owned by who owns the original', async () => {
  const { id } = await store.create(newRun());
  const copy = store.folder(`${id}-copy`);
  const { cpSync } = await import('node:fs');
  cpSync(store.folder(id).path, copy.path, { recursive: true });
  await store.remove(`${id}-copy`);
  expect(existsSync(copy.path)).toBe(false);
  await expect(store.remove(id)).rejects.toThrow(/is queued by .+ Stop it before you delete it/);
});
