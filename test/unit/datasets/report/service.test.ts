/** Who computes a report, and when: once, cached, shared, cancelled, in the background. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetReport, ReportEvent } from '../../../../core/contract/report';
import { Refusal } from '../../../../main/basics/refusal';
import { OVERVIEW_FILE, readOverview } from '../../../../main/datasets/examples/overview';
import { REPORT_FILE } from '../../../../main/datasets/report/cache';
import { computeReport } from '../../../../main/datasets/report/compute';
import { type ComputeInProcess, ReportService } from '../../../../main/datasets/report/service';
import { fingerprintOf } from '../../../../main/datasets/storage/fingerprint';
import { type DatasetManifest, readStored } from '../../../../main/datasets/storage/store';
import { until } from '../../../support/eventually';
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
  const compute: ComputeInProcess = async (where, { onProgress, onOverview, signal }) => {
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
    return computeReport(where, await datasets.manifest('made-up'), { onOverview });
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
  const hidden = readdirSync(folder).filter((name) => name.startsWith('.'));
  expect(hidden.sort()).toEqual([OVERVIEW_FILE, REPORT_FILE]);
});

test('a report of another import or version, or a spoiled one, is computed again', async () => {
  const { compute, state, open } = gate();
  open();
  const service = new ReportService({ datasets, compute });
  const report = reportOf(await all(service.report('made-up')));
  writeFileSync(join(folder, REPORT_FILE), JSON.stringify({ ...report, importedAt: 'before' }));
  reportOf(await all(service.report('made-up')));
  writeFileSync(join(folder, REPORT_FILE), JSON.stringify({ ...report, version: 1 }));
  reportOf(await all(service.report('made-up')));
  writeFileSync(join(folder, REPORT_FILE), '{"version": 1, "id"');
  reportOf(await all(service.report('made-up')));
  expect(state.begun).toBe(4);
});

test('a second caller joins, and the first may leave', async () => {
  const { compute, state, open } = gate();
  const service = new ReportService({ datasets, compute });
  const leaving = new AbortController();
  const first = all(service.report('made-up', leaving.signal));
  const second = service.report('made-up')[Symbol.asyncIterator]();
  // It gets the progress after joining.
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
  const told = expect(waiting.next()).rejects.toThrow(/The report was canceled\./);
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

test('a failure reaches whoever waits, and the next request tries again', async () => {
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
  const refused = expect(waiting).rejects.toThrow(
    '"made-up" is being written or removed. Create its report again when that is done.',
  );
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

describe('the overview', () => {
  const request = { id: 'made-up', split: 'train', offset: 0, limit: 10 } as const;
  const written = () => until(() => existsSync(join(folder, REPORT_FILE)));

  test('is computed in the background when it is asked for, with the report that was there before it', async () => {
    const { compute, state, open } = gate();
    open();
    const service = new ReportService({ datasets, compute });
    await all(service.report('made-up'));
    rmSync(join(folder, OVERVIEW_FILE));
    expect(await service.overview(request)).toBeUndefined();
    await until(() => existsSync(join(folder, OVERVIEW_FILE)));
    expect(state.begun).toBe(2);
    const piece = await service.overview(request);
    expect(piece).toMatchObject({ side: 8, channels: 3 });
    expect(Buffer.from(piece!.pixels, 'base64')).toEqual(readFileSync(join(folder, 'train.images.u8')));
    await service.close();
  });

  test('is not begun again for who asks again, nor after it was cancelled', async () => {
    const { compute, state } = gate();
    const service = new ReportService({ datasets, compute });
    await service.overview(request);
    await until(() => state.begun === 1);
    await service.overview(request);
    await service.cancel('made-up');
    await service.overview(request);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(state).toEqual({ begun: 1, aborted: 1 });
  });

  test('is there before the duplicates were looked for, and of this import alone', async () => {
    const manifest = await datasets.manifest('made-up');
    let ended = false;
    const service = new ReportService({
      datasets,
      compute: async (where, { onOverview, signal }) => {
        const report = await computeReport(where, manifest, {
          onOverview: (overview) => {
            onOverview(overview);
            onOverview({ ...overview, importedAt: 'before' });
          },
        });
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }).finally(() => {
          ended = true;
        });
        return report;
      },
    });
    service.enqueue('made-up');
    await until(() => existsSync(join(folder, OVERVIEW_FILE)));
    expect(ended).toBe(false);
    expect(await readOverview(folder, manifest)).toMatchObject({ importedAt: manifest.importedAt });
    await service.hold('made-up');
    expect(await readOverview(folder, { ...manifest, importedAt: 'later' })).toBeUndefined();
  });

  test('a set that is written again has another one', async () => {
    const { compute, open } = gate();
    open();
    const service = new ReportService({ datasets, compute });
    service.enqueue('made-up');
    await written();
    const before = await service.overview(request);
    await service.hold('made-up');
    rmSync(folder, { recursive: true });
    const anew = { pixels: shoot(scene(9), [8, 8, 3]), label: 1 };
    const { manifest } = writeRawSet(root, { train: [anew] }, { imageShape: [8, 8, 3] });
    writeFileSync(join(folder, 'dataset.json'), JSON.stringify({ ...manifest, importedAt: 'later' }));
    service.release('made-up');
    expect(await service.overview(request)).toBeUndefined();
    await written();
    const after = await service.overview(request);
    expect(after!.pixels).toBe(Buffer.from(anew.pixels).toString('base64'));
    expect(after).not.toEqual(before);
    await service.close();
  });
});
