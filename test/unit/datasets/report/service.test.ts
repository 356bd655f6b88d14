/** Who computes a report, and when: once, cached, shared, cancelled, in the background. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetReport, ReportEvent } from '../../../../core/contract/report';
import { fingerprintOf } from '../../../../main/datasets/fingerprint';
import { REPORT_FILE } from '../../../../main/datasets/report/cache';
import { computeReport } from '../../../../main/datasets/report/compute';
import { type ComputeInProcess, ReportService } from '../../../../main/datasets/report/service';
import { type DatasetManifest, readStored } from '../../../../main/datasets/store';
import { Refusal } from '../../../../main/refusal';
import { scene, shoot, writeRawSet } from './images';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-report-'));
  const image = (seed: number) => ({ pixels: shoot(scene(seed), [8, 8, 3]), label: 0 });
  folder = writeRawSet(root, { train: [image(1), image(2)] }, { imageShape: [8, 8, 3] }).folder;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const datasets = {
  folder: (id: string) => join(root, id),
  manifest: async (id: string): Promise<DatasetManifest> => {
    const stored = await readStored(join(root, id));
    if (stored.state !== 'ready') throw new Refusal(`${id} is not on this machine yet`);
    return stored.manifest;
  },
};

/** Computes when it is let; counts. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const state = { begun: 0, aborted: 0 };
  const compute: ComputeInProcess = async (where, { onProgress, signal }) => {
    state.begun++;
    onProgress({ phase: 'reading images', fraction: 0.5 });
    await Promise.race([
      opened,
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          state.aborted++;
          reject(signal.reason);
        });
      }),
    ]);
    return computeReport(where, await datasets.manifest('made-up'));
  };
  return { state, compute, open };
}

async function all(events: AsyncIterable<ReportEvent>): Promise<ReportEvent[]> {
  const found: ReportEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}
const reportOf = (events: ReportEvent[]): DatasetReport => {
  const last = events.at(-1);
  if (last?.type !== 'report') throw new Error(`No report came: ${JSON.stringify(events)}`);
  return last.report;
};
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('computed once, then read from beside the data set, which stays the same by its fingerprint', async () => {
  const { compute, state, open } = gate();
  open();
  const before = await fingerprintOf(folder);
  const service = new ReportService({ datasets, compute });
  const first = await all(service.report('made-up'));
  expect(first[0]).toMatchObject({ type: 'progress', phase: 'reading images' });
  const again = await all(new ReportService({ datasets, compute }).report('made-up'));
  expect(again).toEqual([{ type: 'report', report: reportOf(first) }]);
  expect(state.begun).toBe(1);
  expect(await fingerprintOf(folder)).toBe(before);
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([REPORT_FILE]);
});

test('a report of another import, or a spoilt one, is computed anew', async () => {
  const { compute, state, open } = gate();
  open();
  const service = new ReportService({ datasets, compute });
  const report = reportOf(await all(service.report('made-up')));
  writeFileSync(join(folder, REPORT_FILE), JSON.stringify({ ...report, importedAt: 'before' }));
  reportOf(await all(service.report('made-up')));
  writeFileSync(join(folder, REPORT_FILE), '{"version": 1, "id"');
  reportOf(await all(service.report('made-up')));
  expect(state.begun).toBe(3);
});

test('a second caller joins, and the first may leave', async () => {
  const { compute, state, open } = gate();
  const service = new ReportService({ datasets, compute });
  const leaving = new AbortController();
  const first = all(service.report('made-up', leaving.signal));
  const second = service.report('made-up')[Symbol.asyncIterator]();
  // It is told of the progress once it has joined.
  expect((await second.next()).value).toMatchObject({ type: 'progress' });
  leaving.abort();
  expect((await first).some(({ type }) => type === 'report')).toBe(false);
  open();
  const { value } = await second.next();
  expect(value).toMatchObject({ type: 'report', report: { id: 'made-up' } });
  expect(state).toEqual({ begun: 1, aborted: 0 });
});

test('cancelled, it ends for everyone, in the background too, leaves nothing, and can be asked for again', async () => {
  const { compute, state, open } = gate();
  const service = new ReportService({ datasets, compute });
  service.enqueue('made-up');
  await until(() => state.begun === 1);
  const waiting = service.report('made-up');
  expect((await waiting.next()).value).toMatchObject({ type: 'progress' });
  const told = expect(waiting.next()).rejects.toThrow(/cancelled/);
  await service.cancel('made-up');
  await told;
  expect(state).toEqual({ begun: 1, aborted: 1 });
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  // Nothing of it is in the queue either, and what is not under way can be cancelled.
  await service.cancel('made-up');
  open();
  expect(reportOf(await all(service.report('made-up'))).id).toBe('made-up');
  expect(state.begun).toBe(2);
  await service.close();
});

test('when the last one leaves it ends and leaves nothing', async () => {
  const { compute, state } = gate();
  const service = new ReportService({ datasets, compute });
  const leaving = new AbortController();
  const only = all(service.report('made-up', leaving.signal));
  await until(() => state.begun === 1);
  leaving.abort();
  await only;
  await until(() => state.aborted === 1);
  expect(existsSync(join(folder, REPORT_FILE))).toBe(false);
});

test('a failure is told to who waits, and tried again by the next', async () => {
  let failing = true;
  const service = new ReportService({
    datasets,
    compute: async (where) => {
      if (failing) throw new Error('a picture took its decoder along');
      return computeReport(where, await datasets.manifest('made-up'));
    },
  });
  await expect(all(service.report('made-up'))).rejects.toThrow('a picture took its decoder along');
  failing = false;
  expect(reportOf(await all(service.report('made-up'))).id).toBe('made-up');
});

test('a data set that is about to change is let go of first', async () => {
  const { compute, state } = gate();
  const service = new ReportService({ datasets, compute });
  const waiting = all(service.report('made-up'));
  await until(() => state.begun === 1);
  const refused = expect(waiting).rejects.toThrow('is being written or removed just now');
  await service.hold('made-up');
  expect(state.aborted).toBe(1);
  await refused;
  await expect(all(service.report('made-up'))).rejects.toThrow('is being written or removed');
  service.release('made-up');
  expect(existsSync(join(folder, REPORT_FILE))).toBe(false);
});

test('a data set that is not there', async () => {
  const service = new ReportService({ datasets, compute: gate().compute });
  await expect(all(service.report('nothing'))).rejects.toThrow('nothing is not on this machine yet');
  service.enqueue('nothing');
});

test('in the background only while nothing trains; put off when a training begins', async () => {
  const { compute, state, open } = gate();
  let busy = true;
  const service = new ReportService({ datasets, compute, isBusy: () => busy, pollMs: 5 });
  service.enqueue('made-up');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(state.begun).toBe(0);
  busy = false;
  await until(() => state.begun === 1);
  busy = true;
  await until(() => state.aborted === 1);
  expect(existsSync(join(folder, REPORT_FILE))).toBe(false);
  open();
  busy = false;
  await until(() => existsSync(join(folder, REPORT_FILE)));
  expect(state.begun).toBe(2);
  await service.close();
});
