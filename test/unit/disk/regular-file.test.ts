/** Things that are no files, in place of each file of a run's folder: refused at once, in words. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish, message } from '../../../core/messages';
import { appendText, readText, textIfThere } from '../../../main/disk/regular-file';
import { listCheckpoints } from '../../../main/runs/checkpoints';
import { MetricsWriter, readMetrics } from '../../../main/runs/metrics-file';
import { readSafetensors } from '../../../main/runs/safetensors';
import { RunStore } from '../../../main/runs/store';
import { rewindEvents } from '../../../main/runs/tensorboard/rewind';
import { RunLog } from '../../../main/training/jobs/run-log';
import { posix, testNeeding } from '../../support/needs';
import { newRun } from '../runs/support';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sw-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Make = (path: string) => void;
const fifo: Make = (path) => execFileSync('mkfifo', [path]);
const folder: Make = (path) => mkdirSync(path);
const loop: Make = (path) => symlinkSync(path, path);

const KINDS: [string, Make, RegExp][] = [
  ['a FIFO', fifo, /must be a regular file, but is a FIFO\.$/],
  ['a folder', folder, /must be a regular file, but is a folder\.$/],
  ['a loop of links', loop, /must be a regular file, but is a loop of symbolic links\.$/],
];

describe.each(KINDS)('%s', (_what, make, reason) => {
  testNeeding(posix)(
    'in place of run.json: the run is passed over with the reason, and refused by its id',
    async () => {
      const store = new RunStore({ root });
      const { id } = await store.create(newRun());
      rmSync(store.folder(id).record);
      make(store.folder(id).record);
      const { runs, broken } = await store.scan();
      expect(runs).toEqual([]);
      expect(broken.map((one) => one.reason)).toEqual([expect.stringMatching(reason)]);
      await expect(store.get(id)).rejects.toThrow(reason);
    },
  );

  testNeeding(posix)('in place of graph.json, metrics.jsonl, a confusion file', async () => {
    const store = new RunStore({ root });
    const { id } = await store.create(newRun());
    const { graph, metrics, confusion } = store.folder(id);
    for (const path of [graph, metrics]) {
      rmSync(path);
      make(path);
    }
    mkdirSync(confusion);
    make(join(confusion, 'epoch-0001.json'));
    await expect(store.graph(id)).rejects.toThrow(reason);
    await expect(store.metrics(id)).rejects.toThrow(reason);
    await expect(store.confusion(id, 1)).rejects.toThrow(reason);
    expect(() => new MetricsWriter(metrics)).toThrow(/must be a regular file/);
  });

  testNeeding(posix)('in place of owner.json: nobody owns the run', async () => {
    const store = new RunStore({ root });
    const { id } = await store.create(newRun());
    rmSync(store.folder(id).owner);
    make(store.folder(id).owner);
    expect((await store.list()).map(({ state }) => state)).toEqual(['interrupted']);
  });

  testNeeding(posix)('in place of a checkpoint: damaged; of an event file: refused', async () => {
    mkdirSync(join(root, 'checkpoints'));
    make(join(root, 'checkpoints', 'epoch-0001.safetensors'));
    const { damaged } = await listCheckpoints(join(root, 'checkpoints'));
    expect(damaged.map((one) => inEnglish(one.reason))).toEqual([expect.stringMatching(reason)]);
    make(join(root, 'events.out.tfevents.1.host.1'));
    expect(() => rewindEvents(root, { step: 0, withinEpoch: false })).toThrow(reason);
  });

  testNeeding(posix)('in place of the log: what would be written is dropped', async () => {
    const path = join(root, 'log.txt');
    make(path);
    new RunLog(path, () => undefined).log('a line');
    await expect(appendText(path, 'a line')).rejects.toThrow();
  });
});

testNeeding(posix)('a socket', async () => {
  const path = join(root, 'socket');
  const server = createServer().listen(path);
  await new Promise((resolve) => server.once('listening', resolve));
  await expect(readText(path)).rejects.toThrow(/but is a FIFO or a socket/);
  await new Promise((resolve) => server.close(resolve));
});

test('a link to a file is followed, one to nothing is nothing, or a damaged checkpoint', async () => {
  writeFileSync(join(root, 'there'), 'text');
  symlinkSync('there', join(root, 'link'));
  symlinkSync('nowhere', join(root, 'epoch-0001.safetensors'));
  expect(await readText(join(root, 'link'))).toBe('text');
  expect(await textIfThere(join(root, 'epoch-0001.safetensors'))).toBeUndefined();
  expect((await listCheckpoints(root)).damaged).toEqual([
    {
      file: 'epoch-0001.safetensors',
      reason: message('runs.checkpoint.deadLink', { path: join(root, 'epoch-0001.safetensors') }),
    },
  ]);
});

test('what is far too large is refused unread', async () => {
  const path = join(root, 'metrics.jsonl');
  writeFileSync(path, '');
  truncateSync(path, 2 ** 40);
  await expect(readMetrics(path)).rejects.toThrow(/is too large: 1\.1 TB of at most 419 MB/);
  await expect(readSafetensors(path)).rejects.toThrow(/is damaged/);
});
