import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EpochMetrics } from '../../../core/study/run';
import { Refusal } from '../../../main/basics/refusal';
import { currentOwner, isAlive, processStart } from '../../../main/processes/owner';
import { readCheckpoint, writeCheckpoint } from '../../../main/runs/checkpoints';
import type { BrokenRun } from '../../../main/runs/records';
import { RunStore } from '../../../main/runs/store';
import { newRun, tinyGraph } from './support';

let root: string;
let broken: BrokenRun[];
let store: RunStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-runs-'));
  broken = [];
  store = new RunStore({ root, report: (one) => broken.push(one) });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const epoch = (number: number): EpochMetrics => ({
  type: 'epoch',
  epoch: number,
  loss: 1,
  accuracy: 0.5,
  valLoss: 1,
  valAccuracy: 0.5,
  seconds: 1,
  imagesPerSecond: 1,
});
const weights = (value: number) => new Map([['dense/bias', { shape: [1], data: Float32Array.of(value) }]]);

/** A process id that was alive and is no more. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

/** As if the process that made the run had died. */
function orphan(id: string): void {
  writeFileSync(store.folder(id).owner, JSON.stringify({ ...currentOwner(), pid: deadPid() }));
}

test('a run is a folder: its id is readable and sortable, its files are there, nothing temporary stays', async () => {
  const at = new RunStore({ root, now: () => new Date('2026-11-23T20:45:00.900Z') });
  const run = await at.create(newRun());
  expect(run.id).toMatch(/^20261123-204500-resnet-50-plain-s1-[0-9a-f]{4}$/);
  expect(run).toMatchObject({ state: 'queued', createdAt: '2026-11-23T20:45:00.900Z', epochs: [], color: 0 });
  expect(readdirSync(root)).toEqual([run.id]);
  expect(readdirSync(join(root, run.id)).sort()).toEqual([
    'environment.json',
    'graph.json',
    'log.txt',
    'metrics.jsonl',
    'owner.json',
    'run.json',
    'summary.txt',
  ]);
  expect(await at.graph(run.id)).toEqual(tinyGraph());
  expect(readFileSync(join(root, run.id, 'summary.txt'), 'utf8')).toBe('a table\n');
  expect(JSON.parse(readFileSync(join(root, run.id, 'environment.json'), 'utf8'))).toMatchObject({
    versions: { skipwire: '0.0.0', node: process.versions.node },
    reproduce:
      'npx skipwire train graph.json --dataset shapes --epochs 5 --batch-size 256 --lr 0.01 --seed 1 --clipnorm 1',
  });
});

test('a place that cannot hold folders is refused with the reason', async () => {
  const file = join(root, 'a-file');
  writeFileSync(file, '');
  const at = new RunStore({ root: join(file, 'runs') });
  await expect(at.create(newRun())).rejects.toThrow(Refusal);
  await expect(at.create(newRun())).rejects.toThrow(
    /could not be created \(in .*a-file.runs\)\. Part of the path is a file \(ENOTDIR/,
  );
});

test('the list is newest first', async () => {
  let minute = 0;
  const at = new RunStore({ root, now: () => new Date(Date.UTC(2026, 0, 1, 0, minute++)) });
  const first = await at.create(newRun());
  const second = await at.create(newRun());
  expect((await at.list()).map((run) => run.id)).toEqual([second.id, first.id]);
});

test('a missing root is an empty list', async () => {
  expect(await new RunStore({ root: join(root, 'none') }).list()).toEqual([]);
});

test('broken folders are reported once, with the reason, and never hide the others', async () => {
  const good = await store.create(newRun());
  mkdirSync(join(root, 'empty'));
  mkdirSync(join(root, 'torn'));
  writeFileSync(join(root, 'torn', 'run.json'), '{"format": "skipw');
  mkdirSync(join(root, 'later'));
  writeFileSync(join(root, 'later', 'run.json'), JSON.stringify({ ...good, id: 'later', version: 2 }));
  mkdirSync(join(root, 'copied'));
  writeFileSync(join(root, 'copied', 'run.json'), JSON.stringify(good));
  writeFileSync(join(root, 'a-file'), '');
  for (let time = 0; time < 2; time++) expect((await store.list()).map((run) => run.id)).toEqual([good.id]);
  const reasons = new Map(broken.map((one) => [one.folder.slice(root.length + 1), one.reason]));
  expect(broken).toHaveLength(4);
  expect(reasons.get('empty')).toMatch(/has no run\.json/);
  expect(reasons.get('torn')).toMatch(/must be JSON/);
  expect(reasons.get('later')).toMatch(/version/);
  expect(reasons.get('copied')).toMatch(/must be the name of the folder/);
  await store.remove('torn');
  expect(existsSync(join(root, 'torn'))).toBe(false);
});

test.each(['..', '../outside', 'a/b', '', '.hidden', 'a\\b', '/etc'])(
  'the id %j leads nowhere',
  async (id) => {
    await expect(store.get(id)).rejects.toThrow(Refusal);
    await expect(store.remove(id)).rejects.toThrow(Refusal);
    await expect(store.metrics(id)).rejects.toThrow(/name of its folder/);
  },
);

test('an unknown run is refused by its name', async () => {
  for (const call of [
    () => store.get('no'),
    () => store.graph('no'),
    () => store.metrics('no'),
    () => store.chosen('no'),
    () => store.remove('no'),
  ]) {
    await expect(call()).rejects.toThrow(/There is no run "no"/);
  }
});

test('changes of one run happen one after the other', async () => {
  const { id } = await store.create(newRun());
  await Promise.all(
    [1, 2, 3, 4, 5].map((number) =>
      store.update(id, { checkpointEpoch: number, ...(number === 2 ? { state: 'running' } : {}) }),
    ),
  );
  expect(await store.get(id)).toMatchObject({ state: 'running', checkpointEpoch: 5 });
});

test('a damaged graph is refused with the reason', async () => {
  const { id } = await store.create(newRun());
  writeFileSync(store.folder(id).graph, '{}');
  await expect(store.graph(id)).rejects.toThrow(/graph\.json of run .* is damaged.*skipwire\.graph/);
});

describe('checkpoints', () => {
  test('the newest two are kept, the newest is read', async () => {
    const { id } = await store.create(newRun());
    const folder = store.folder(id).checkpoints;
    await expect(store.chosen(id)).rejects.toThrow(/has no checkpoint yet/);
    for (const number of [1, 2, 3, 11])
      await writeCheckpoint(folder, weights(number), { epoch: number, step: number });
    expect(readdirSync(folder)).toEqual(['epoch-0003.safetensors', 'epoch-0011.safetensors']);
    expect((await store.chosen(id)).tensors.get('dense/bias')?.data[0]).toBe(11);
    await expect(store.chosen(id, 'best')).rejects.toThrow(/no best checkpoint.*by valAccuracy/);
  });

  test('the best epoch by the chosen metric is kept beside the newest, and read on request', async () => {
    const { id } = await store.create(newRun());
    const { checkpoints: folder, metrics } = store.folder(id);
    const epochs: EpochMetrics[] = [];
    for (const [index, valAccuracy] of [0.2, 0.7, 0.7, 0.4, 0.6].entries()) {
      const metric = { ...epoch(index + 1), valAccuracy };
      epochs.push(metric);
      appendFileSync(metrics, `${JSON.stringify(metric)}\n`);
      const retention = { keep: 2, best: 'valAccuracy', epochs } as const;
      await writeCheckpoint(folder, weights(index + 1), { epoch: index + 1, step: index + 1 }, retention);
    }
    const files = ['epoch-0002.safetensors', 'epoch-0004.safetensors', 'epoch-0005.safetensors'];
    expect(readdirSync(folder)).toEqual(files);
    expect((await store.chosen(id, 'best')).tensors.get('dense/bias')?.data[0]).toBe(2);
    expect((await store.chosen(id, 'best')).checkpoint).toEqual({
      ...{ file: files[0], epoch: 2, step: 2, roles: ['best'], metric: 0.7 },
    });
    expect((await store.chosen(id)).checkpoint.file).toBe(files[2]);
  });

  test('one within an epoch is named after its step and counts among the newest', async () => {
    const { id } = await store.create(newRun());
    const folder = store.folder(id).checkpoints;
    await writeCheckpoint(folder, weights(1), { epoch: 1, step: 100 });
    await writeCheckpoint(folder, weights(2), { epoch: 1, step: 150, within: '{}' });
    const kept = await writeCheckpoint(folder, weights(3), { epoch: 2, step: 200 });
    expect(kept).toEqual([
      { file: 'step-0000150.safetensors', epoch: 1, step: 150, roles: [] },
      { file: 'epoch-0002.safetensors', epoch: 2, step: 200, roles: ['last'] },
    ]);
    expect(readdirSync(folder).sort()).toEqual(kept.map(({ file }) => file).sort());
  });

  describe('a damaged one is refused with what to do', () => {
    test('cut off', async () => {
      const { id } = await store.create(newRun());
      const folder = store.folder(id).checkpoints;
      await writeCheckpoint(folder, weights(1), { epoch: 1, step: 5 });
      await writeCheckpoint(folder, weights(2), { epoch: 2, step: 10 });
      truncateSync(join(folder, 'epoch-0002.safetensors'), 60);
      await expect(store.chosen(id)).rejects.toThrow(
        /epoch-0002\.safetensors is damaged.*The checkpoint of epoch 1, epoch-0001\.safetensors, is intact/,
      );
      rmSync(join(folder, 'epoch-0002.safetensors'));
      expect((await store.chosen(id)).tensors.get('dense/bias')?.data[0]).toBe(1);
    });

    test('one bit of a weight', async () => {
      const { id } = await store.create(newRun());
      const folder = store.folder(id).checkpoints;
      await writeCheckpoint(folder, weights(1), { epoch: 1, step: 5 });
      const path = join(folder, 'epoch-0001.safetensors');
      const bytes = readFileSync(path);
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
      writeFileSync(path, bytes);
      await expect(store.chosen(id)).rejects.toThrow(/is damaged.*checksum/);
    });

    test('an old one that is damaged is in nobody’s way', async () => {
      const { id } = await store.create(newRun());
      const folder = store.folder(id).checkpoints;
      await writeCheckpoint(folder, weights(1), { epoch: 1, step: 5 });
      await writeCheckpoint(folder, weights(2), { epoch: 2, step: 10 });
      writeFileSync(join(folder, 'epoch-0001.safetensors'), 'nonsense');
      expect((await store.chosen(id)).tensors.get('dense/bias')?.data[0]).toBe(2);
    });
  });
});

describe('taking a run up again', () => {
  test('it is queued and owned by this process, with the change that was asked for', async () => {
    const { id } = await store.create(newRun());
    await expect(store.owned.take(id)).rejects.toThrow(
      /is queued by another Skipwire \(process \d+\)\. Stop it there first/,
    );
    await store.update(id, { state: 'interrupted', error: 'gone', endedAt: 'then' });
    const { settings } = await store.owned.take(id);
    await expect(store.owned.take(id)).rejects.toThrow(
      /is in use by another Skipwire \(process \d+\)\. Try again when that is done/,
    );
    const run = await store.requeue(id, {
      settings: { ...settings, epochs: settings.epochs + 2 },
      error: undefined,
      endedAt: undefined,
    });
    expect(run).toMatchObject({ state: 'queued', settings: { epochs: 7 } });
    expect(JSON.parse(readFileSync(store.folder(id).record, 'utf8'))).not.toHaveProperty('error');
    expect(existsSync(store.folder(id).owner)).toBe(true);
    await store.update(id, { state: 'stopped' });
    expect(existsSync(store.folder(id).owner)).toBe(false);
  });

  test('a run may begin with given weights, in its folder from the first moment', async () => {
    const { id } = await store.create(newRun({ weights: weights(5) }));
    const folder = store.folder(id).checkpoints;
    expect(readdirSync(folder)).toEqual(['initial.safetensors']);
    expect((await readCheckpoint(folder, 'initial.safetensors')).get('dense/bias')?.data[0]).toBe(5);
    for (const step of [1, 2, 3]) await writeCheckpoint(folder, weights(step), { epoch: step, step });
    expect(readdirSync(folder)).toContain('initial.safetensors');
  });
});

describe('owners', () => {
  test('this process is alive, a dead one and one with a recycled id are not', () => {
    expect(isAlive(currentOwner())).toBe(true);
    expect(isAlive({ ...currentOwner(), pid: deadPid() })).toBe(false);
    if (process.platform === 'linux')
      expect(isAlive({ ...currentOwner(), started: 'another boot 1' })).toBe(false);
    expect(isAlive({ ...currentOwner(), host: `not-${hostname()}`, pid: deadPid() })).toBe(true);
  });

  test('another living process is alive until it ends', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const owner = { ...currentOwner(), pid: child.pid!, started: processStart(child.pid!) ?? 'none' };
    expect(isAlive(owner)).toBe(true);
    child.kill('SIGKILL');
    await ended;
    expect(isAlive(owner)).toBe(false);
  });

  test('a run of a living process is left alone and not removed', async () => {
    const { id } = await store.create(newRun());
    await store.update(id, { state: 'running' });
    expect(await store.recover()).toEqual([]);
    await expect(store.remove(id)).rejects.toThrow(/is being trained by .+ Stop it before you delete it/);
    await store.update(id, { state: 'finished' });
    await store.remove(id);
    expect(readdirSync(root)).toEqual([]);
  });

  test('a run of a dead process becomes interrupted and keeps what had finished', async () => {
    const { id } = await store.create(newRun());
    await store.update(id, { state: 'running', epochs: [epoch(1)], checkpointEpoch: 1 });
    const folder = store.folder(id);
    // The worker got further than the host could note.
    appendFileSync(folder.metrics, `${JSON.stringify(epoch(1))}\n${JSON.stringify(epoch(2))}\n{"type":"st`);
    for (const number of [1, 2])
      await writeCheckpoint(folder.checkpoints, weights(number), { epoch: number, step: number });
    orphan(id);
    const queued = await store.create(newRun());
    orphan(queued.id);
    const recovered = await new RunStore({ root }).recover();
    expect(recovered.map((run) => run.id).sort()).toEqual([id, queued.id].sort());
    const run = JSON.parse(readFileSync(folder.record, 'utf8'));
    expect(run).toMatchObject({ state: 'interrupted', epochs: [epoch(1), epoch(2)], checkpointEpoch: 2 });
    expect(run.error).toMatch(/ended while this run was training/);
    expect(Date.parse(run.endedAt)).not.toBeNaN();
    expect(existsSync(folder.owner)).toBe(false);
    expect((await store.get(queued.id)).error).toMatch(/before this run started/);
    await store.remove(id);
  });

  test('the list alone shows it too', async () => {
    const { id } = await store.create(newRun());
    orphan(id);
    expect((await store.list())[0]).toMatchObject({ id, state: 'interrupted' });
  });
});

test('what killed writes left is removed at start once it is old', async () => {
  const names = ['x.0123abcd.tmp', 'y.0123abcd.tmp', 'z/run.json.0123abcd.tmp', 'z/log.txt'];
  mkdirSync(join(root, 'x.0123abcd.tmp'));
  mkdirSync(join(root, 'y.0123abcd.tmp'));
  mkdirSync(join(root, 'z'));
  for (const name of names.slice(2)) writeFileSync(join(root, name), '');
  for (const name of names.filter((one) => !one.startsWith('y'))) utimesSync(join(root, name), 0, 0);
  await store.recover();
  expect((readdirSync(root, { recursive: true }) as string[]).sort()).toEqual([
    'y.0123abcd.tmp',
    'z',
    'z/log.txt',
  ]);
});
