/**
 * Every write on a full disk: the error is reported, nothing incomplete stays, complete files stay, and work continues.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { strToU8, zipSync } from 'fflate';
import { pipelinePreviewRequestSchema } from '../../../core/contract/preview';
import { inEnglish } from '../../../core/messages';
import { buildPreset } from '../../../core/presets';
import { exportFormatSchema, formatInfo } from '../../../core/study/export-format';
import { studyRequestSchema } from '../../../core/study/settings';
import { DatasetStore } from '../../../main/datasets';
import { computeReport } from '../../../main/datasets/report/compute';
import { ReportService } from '../../../main/datasets/report/service';
import { selectSplits } from '../../../main/datasets/selection';
import { DiskTrouble, inWords } from '../../../main/disk/trouble';
import { DocumentStore } from '../../../main/documents/store';
import { downloadAll } from '../../../main/download/download';
import { SpeedCache } from '../../../main/engine/speed-cache';
import { extractWheel } from '../../../main/engine/unpack-wheel';
import { downloadWheel } from '../../../main/engine/wheel';
import { exportRun } from '../../../main/exporting';
import { Uploads } from '../../../main/hosts/uploads';
import { keepConfusions, readConfusion, writeConfusion } from '../../../main/runs/confusion-files';
import { MetricsWriter, readMetrics } from '../../../main/runs/metrics-file';
import { RunStore } from '../../../main/runs/store';
import { EventWriter } from '../../../main/runs/tensorboard/writer';
import { PrecisionSpeedsService } from '../../../main/training/host/precision-speeds';
import { TrainingService } from '../../../main/training/host/trainer';
import { prepareImages } from '../../../main/training/images/prepare-images';
import { runPreview } from '../../../main/training/jobs/preview-job';
import { runRangeTest } from '../../../main/training/jobs/range-test-job';
import { runSpeedProbe } from '../../../main/training/jobs/speed-probe-job';
import type { FromWorker, SpeedProbeJob } from '../../../main/training/protocol/messages';
import { makeRun } from '../../integration/exporting/support';
import { testNeeding } from '../../support/needs';
import { describeOnSmallDisk, SmallDisk } from '../../support/small-disk';
import { readEvents } from '../../support/tensorboard';
import { bundledWorker } from '../../support/worker';
import { serveFile } from '../datasets/http-server';
import { petFiles, writeFiles } from '../datasets/photos/pictures';
import { newRun, tinyGraph } from '../runs/support';
import { fakeLauncher } from '../training/fake-worker';
import { engine, manifest } from '../training/trainer-support';

const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
const testWithPip = testNeeding({ met: hasPip, what: 'Python 3 with pip' });

/** A wheel with one file of that many bytes that cannot be compressed. */
function tinyWheel(bytes: number): Uint8Array {
  const info = 'tiny-1.0.dist-info';
  return zipSync(
    {
      'tiny/data.bin': randomBytes(bytes),
      [`${info}/METADATA`]: strToU8('Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n'),
      [`${info}/WHEEL`]: strToU8('Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n'),
      [`${info}/RECORD`]: strToU8(''),
    },
    { level: 0 },
  );
}

const FULL =
  /^[^:]* \(in [^)]+\)\. The disk is full, with [0-9.]+ \w+ free \(ENOSPC: no space left on device, \w+/;
const everythingIn = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).sort();
const step = (n: number) =>
  ({ type: 'step', step: n, epoch: 1, loss: 1 / n, accuracy: 0, seconds: n, learningRate: 0.1 }) as const;

describeOnSmallDisk('a full disk', () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = SmallDisk.mount(4096)!;
  });
  afterEach(() => disk.unmount());

  test('metrics: no torn line, and each once when there is room again', async () => {
    const path = join(disk.path, 'metrics.jsonl');
    const writer = new MetricsWriter(path);
    writer.add(step(1));
    writer.flush();
    disk.fill();
    for (let n = 2; n <= 200; n++) writer.add(step(n));
    expect(() => writer.flush()).toThrow(FULL);
    expect(readFileSync(path, 'utf8').endsWith('}\n')).toBe(true);
    disk.empty();
    writer.close();
    expect((await readMetrics(path)).steps.map((one) => one.step)).toEqual(
      Array.from({ length: 200 }, (_, n) => n + 1),
    );
  });

  test('events for TensorBoard: whole records only', () => {
    const writer = new EventWriter(disk.path);
    writer.scalars(1, [{ tag: 'loss', value: 1 }]);
    writer.flush();
    disk.fill();
    for (let n = 2; n <= 200; n++) writer.scalars(n, [{ tag: 'loss', value: 1 / n }]);
    expect(() => writer.flush()).toThrow(FULL);
    expect(readEvents(writer.path)).toHaveLength(2);
    disk.empty();
    writer.flush();
    expect(readEvents(writer.path)).toHaveLength(201);
  });

  test('confusion matrices: the earlier one stays', async () => {
    const folder = join(disk.path, 'confusion');
    const counts = Array.from({ length: 5000 }, (_, n) => [n % 70, n % 71, n] as [number, number, number]);
    await writeConfusion(folder, 1, { classes: 71, counts });
    disk.fill();
    await expect(writeConfusion(folder, 2, { classes: 71, counts })).rejects.toThrow(FULL);
    expect(readdirSync(folder)).toEqual(['epoch-0001.json']);
    expect(await readConfusion({ confusion: folder, metrics: '' } as never, 1)).toBeDefined();
    await keepConfusions(folder, () => false);
  });

  test('a graph: the message names its folder, and it is saved when there is room', async () => {
    const store = new DocumentStore({ root: join(disk.path, 'documents') });
    const graph = buildPreset('resnet20');
    await store.create('first', graph);
    disk.fill();
    await expect(store.create('second', graph)).rejects.toThrow(
      `The graph could not be saved (in ${join(store.root, 'second')}). The disk is full`,
    );
    disk.empty();
    await store.create('second', graph);
    expect((await store.list()).map(({ id }) => id).sort()).toEqual(['first', 'second']);
    store.close();
  });

  describe('the record of a run', () => {
    test('a run that cannot be made leaves nothing', async () => {
      const runs = new RunStore({ root: join(disk.path, 'runs') });
      mkdirSync(runs.root);
      disk.fill();
      await expect(runs.create(newRun())).rejects.toThrow(FULL);
      expect(everythingIn(runs.root)).toEqual([]);
    });

    test('what cannot be written counts all the same, and is written when there is room', async () => {
      const root = join(disk.path, 'runs');
      const runs = new RunStore({ root });
      const { id } = await runs.create(newRun());
      await runs.update(id, { state: 'running' });
      disk.fill();
      await expect(runs.update(id, { error: 'x'.repeat(9000) })).rejects.toThrow(FULL);
      await expect(runs.update(id, { state: 'failed' })).rejects.toThrow(DiskTrouble);
      expect(await runs.get(id)).toMatchObject({ state: 'failed', error: 'x'.repeat(9000) });
      // It is nobody's any more: it can be resumed, or deleted to make room.
      expect(readdirSync(runs.folder(id).path).filter((name) => /owner|tmp/.test(name))).toEqual([]);
      disk.empty();
      expect(await runs.get(id)).toMatchObject({ state: 'failed' });
      expect(await new RunStore({ root }).get(id)).toMatchObject({
        state: 'failed',
        error: 'x'.repeat(9000),
      });
    });

    test('what another process has written since counts more', async () => {
      const root = join(disk.path, 'runs');
      const runs = new RunStore({ root });
      const { id } = await runs.create(newRun());
      disk.fill();
      await expect(runs.update(id, { state: 'failed', error: 'x'.repeat(9000) })).rejects.toThrow(FULL);
      disk.empty();
      await new RunStore({ root }).update(id, { state: 'stopped', error: 'y' });
      expect(await runs.get(id)).toMatchObject({ state: 'stopped', error: 'y' });
    });
  });

  test('a study: the run says so, the rest waits, and all can be resumed when there is room', async () => {
    const runs = new RunStore({ root: join(disk.path, 'runs') });
    let trouble: unknown;
    const { launch, workers } = fakeLauncher((worker, { type }) => {
      if (type !== 'train') return;
      worker.say({ type: 'started', stepsPerEpoch: 8 });
      if (workers.length > 1) worker.say({ type: 'ended', state: 'finished' });
      else {
        disk.fill();
        try {
          writeFileSync(join(disk.path, 'x'), Buffer.alloc(9000));
        } catch (error) {
          trouble = inWords(error, { what: 'The checkpoint could not be written', where: disk.path });
        }
        worker.say({ type: 'failed', message: (trouble as Error).message, disk: true });
      }
      worker.exit();
    });
    const service = new TrainingService({
      runs,
      launch,
      datasets: {
        manifest: async () => manifest,
        folder: String,
        identity: async () => ({ digest: 'd', fingerprint: 'f' }),
        use: async () => async () => undefined,
      },
      ensureEngine: async () => engine,
      entry: 'worker.cjs',
      app: { version: '0.0.0', host: 'test' },
    });
    const idle = async (begin: () => Promise<unknown>) => {
      const events = service.events();
      await begin();
      for await (const { type } of events) if (type === 'idle') break;
      return service.status().runs;
    };
    const arms = ['a', 'b', 'c'].map((name) => ({ name, graph: tinyGraph(name) }));
    const request = studyRequestSchema.parse({
      name: 's',
      arms,
      settings: { dataset: 'shapes' },
      seeds: [1],
    });
    const ended = await idle(() => service.start(request));
    expect(ended.map(({ state }) => state)).toEqual(['failed', 'interrupted', 'interrupted']);
    expect(ended[0]!.error).toMatch(FULL);
    expect(ended[1]!.error).toBe(
      `This run was not started because run "${ended[0]!.id}" before it failed, and it would have failed too.`,
    );
    expect(workers).toHaveLength(1);
    expect((await runs.list()).map(({ state }) => state).sort()).toEqual([
      'failed',
      'interrupted',
      'interrupted',
    ]);
    await expect(service.resume(ended.map(({ id }) => id))).rejects.toThrow(FULL);
    disk.empty();
    const resumed = await idle(() => service.resume(ended.map(({ id }) => id)));
    expect(resumed.map(({ state, error }) => [state, error])).toEqual(
      ended.map(() => ['finished', undefined]),
    );
    await service.close();
  });

  describe('data sets', () => {
    /** It says that there is room, as another process may take it meanwhile. */
    const store = () =>
      new DatasetStore({
        root: join(disk.path, 'datasets'),
        cache: join(disk.path, 'cache'),
        freeBytes: async () => 1e12,
      });

    test('an import or a drawing leaves nothing, and what was there stays', async () => {
      const sets = store();
      const before = await sets.generate({ trainCount: 20, valCount: 10, seed: 1 });
      const files = everythingIn(sets.root);
      disk.fill(4);
      await expect(sets.generate({ trainCount: 200, valCount: 10, seed: 2 })).rejects.toThrow(FULL);
      const pictures = writeFiles(mkdtempSync(join(os.tmpdir(), 'skipwire-pets-')), await petFiles());
      await expect(sets.importOwn({ path: pictures, name: 'Pets' })).rejects.toThrow(FULL);
      expect(everythingIn(sets.root)).toEqual(files);
      expect(await sets.info('shapes')).toEqual(before);
      // Nor does it get in the way of a training that it cannot be noted as in use, or a digest not kept.
      disk.fill();
      await (await sets.use('shapes', ['run "a"']))();
      expect((await sets.identity('shapes')).digest).toMatch(/^[0-9a-f]{64}$/);
      await sets.remove('shapes');
    });

    test('a report is given though it cannot be kept', async () => {
      const sets = store();
      await sets.generate({ trainCount: 20, valCount: 10, seed: 1 });
      disk.fill();
      const compute = async (folder: string) => computeReport(folder, await sets.manifest('shapes'), {});
      const service = new ReportService({ datasets: sets, compute });
      const events = [];
      for await (const event of service.report('shapes')) events.push(event);
      expect(events.at(-1)).toMatchObject({ type: 'report', report: { id: 'shapes' } });
      expect(everythingIn(sets.folder('shapes')).filter((name) => name.startsWith('.'))).toEqual([]);
    });

    test('a selection of images', async () => {
      const sets = store();
      await sets.generate({ trainCount: 400, valCount: 10, seed: 1 });
      const folder = sets.folder('shapes');
      const made = await sets.manifest('shapes');
      disk.fill(2);
      const { settings } = newRun();
      const held = { ...settings, selection: { ...settings.selection, trainShare: 0.5 } };
      await expect(selectSplits(folder, made, held)).rejects.toThrow(/needs .* in .* free|The disk is full/);
      expect(everythingIn(folder).filter((name) => name.includes('tmp'))).toEqual([]);
    });
  });

  test('decoded photographs that cannot be kept are decoded in each epoch', async () => {
    const sets = new DatasetStore({ root: join(disk.path, 'datasets') });
    const cache = SmallDisk.mount(64)!;
    const images = process.env.SKIPWIRE_IMAGES;
    try {
      const path = writeFiles(join(disk.path, 'pets'), await petFiles());
      const { id } = await sets.importOwn({ path, name: 'Pets' });
      const made = await sets.manifest(id);
      const settings = { ...newRun().settings, dataset: id };
      const { splits } = await selectSplits(sets.folder(id), made, settings);
      cache.readOnly();
      process.env.SKIPWIRE_IMAGES = join(cache.path, 'images');
      const log: string[] = [];
      const prepared = await prepareImages(splits, {
        engine,
        manifest: made,
        settings,
        inputShape: [8, 8, 3],
        stopRequested: () => false,
        progress: () => undefined,
        log: (text) => log.push(text),
      });
      expect(prepared).toEqual(splits);
      expect(log.join()).toMatch(
        /^photographs are decoded in every epoch\. .*The folder cannot be created there/,
      );
    } finally {
      if (images === undefined) delete process.env.SKIPWIRE_IMAGES;
      else process.env.SKIPWIRE_IMAGES = images;
      cache.unmount();
    }
  });

  test('exports: the earlier one stays whole, nothing else does', async () => {
    // Builds the scripts that an export to TensorFlow.js has beside it.
    bundledWorker();
    const { store, id } = await makeRun(buildPreset('resnet20'));
    disk.unmount();
    disk = SmallDisk.mount(16_384)!;
    for (const format of exportFormatSchema.options) {
      const out = join(disk.path, `model${formatInfo(format).ending}`);
      const { bytes } = await exportRun(store, id, format, out);
      const before = everythingIn(disk.path);
      // Room for about half of it.
      disk.fill(Math.floor(bytes / 8192));
      const again = exportRun(store, id, format, out, { force: true });
      await expect(again).rejects.toThrow(FULL);
      await expect(again).rejects.toThrow(/Free up disk space\. Then export again\.$/);
      disk.empty();
      expect(everythingIn(disk.path)).toEqual(before);
    }
    // The weights of a Keras file are gathered in the folder for temporary files.
    const temporary = jest.spyOn(os, 'tmpdir').mockReturnValue(disk.path);
    try {
      disk.fill(30);
      const out = join(store.root, 'model.keras');
      const gathered = exportRun(store, id, 'keras', out);
      await expect(gathered).rejects.toThrow(FULL);
      await expect(gathered).rejects.toThrow(disk.path);
      expect(existsSync(out)).toBe(false);
      expect(readdirSync(disk.path).filter((name) => name.startsWith('skipwire-keras'))).toEqual([]);
    } finally {
      temporary.mockRestore();
    }
  });

  test('a download keeps what has arrived, and goes on from there when there is room', async () => {
    const content = Buffer.alloc(300_000, 7);
    const server = await serveFile(() => ({ content, etag: '"1"' }));
    try {
      const file = { urls: [server.url], fileName: 'a.bin', bytes: content.length };
      const folder = join(disk.path, 'cache');
      const download = () => downloadAll([file], folder, {});
      disk.fill(20);
      await expect(download()).rejects.toThrow(FULL);
      await expect(download()).rejects.toThrow(/Then try again; the download continues where it stopped\.$/);
      expect(readdirSync(folder)).not.toContain('a.bin');
      const arrived = readFileSync(join(folder, 'a.bin.part'));
      expect(arrived.equals(content.subarray(0, arrived.length))).toBe(true);
      disk.empty();
      const [whole] = await download();
      expect(readFileSync(whole!).equals(content)).toBe(true);
      expect(server.ranges.at(-1)).toBe(`bytes=${arrived.length}-`);
    } finally {
      await server.close();
    }
  });

  testWithPip('TensorFlow: pip has no room for the wheel, or what is in it', async () => {
    const index = mkdtempSync(join(os.tmpdir(), 'skipwire-wheels-'));
    writeFileSync(join(index, 'tiny-1.0-py3-none-any.whl'), tinyWheel(200_000));
    const before = { ...process.env };
    Object.assign(process.env, { PIP_NO_INDEX: '1', PIP_FIND_LINKS: index });
    try {
      const request = { requirement: 'tiny==1.0', platforms: ['any'], folder: join(disk.path, 'wheel') };
      const download = () => downloadWheel(request);
      disk.fill(10);
      await expect(download()).rejects.toThrow(
        /^TensorFlow could not be installed \(in .*\)\. The disk is full/,
      );
      disk.empty();
      const wheel = await download();
      disk.fill(10);
      const unpack = () => extractWheel(wheel, join(disk.path, 'out'), ['tiny/*']);
      await expect(unpack()).rejects.toThrow(
        /^TensorFlow could not be installed \(in .*\)\. The disk is full/,
      );
      disk.empty();
      expect(await unpack()).toBe(1);
    } finally {
      process.env = before;
    }
  });

  describe('what works in a temporary folder', () => {
    let temporary: jest.SpyInstance;
    let sets: DatasetStore;
    const said: FromWorker[] = [];
    const context = { send: (message: FromWorker) => said.push(message), stopRequested: () => false };
    beforeEach(async () => {
      sets = new DatasetStore({ root: mkdtempSync(join(os.tmpdir(), 'skipwire-sets-')) });
      await sets.generate({ trainCount: 20, valCount: 10, seed: 1 });
      temporary = jest.spyOn(os, 'tmpdir').mockReturnValue(disk.path);
      disk.fill();
    });
    afterEach(() => temporary.mockRestore());

    test('the preview of the input pipeline', async () => {
      const preview = pipelinePreviewRequestSchema.parse({
        id: 'shapes',
        split: 'train',
        indices: [0],
        settings: newRun().settings,
        inputShape: [32, 32, 3],
      });
      const answer = await runPreview({ preview, engine, datasetFolder: sets.folder('shapes') }, context);
      expect(answer.type === 'failed' && inEnglish(answer.message)).toMatch(
        /^The preview failed \(in .*\)\. The disk is full, .*Free up disk space/,
      );
      expect(everythingIn(disk.path)).toEqual(['ballast']);
    });

    test('a learning-rate range test', async () => {
      const job = {
        runFolder: join(disk.path, 'skipwire-range-test-1'),
        graph: buildPreset('resnet20'),
        settings: newRun().settings,
        engine,
        datasetFolder: sets.folder('shapes'),
      };
      const limits = { minimum: 1e-4, maximum: 1, steps: 10 };
      const failed = await runRangeTest(job, limits, context);
      expect(failed.type === 'failed' && inEnglish(failed.message)).toMatch(
        /^The compiled network could not be written \(in .*\)\. The disk is full, .*Free up disk space/,
      );
    });

    test('the measurement of precisions: nothing is known, and float32 stays', async () => {
      const { launch } = fakeLauncher(async (worker, { type, ...rest }) => {
        if (type !== 'train') return;
        const { job } = rest as { job: SpeedProbeJob };
        worker.say(await runSpeedProbe(job, context));
        worker.exit();
      });
      const speeds = new PrecisionSpeedsService({
        launch,
        entry: 'worker.cjs',
        cache: new SpeedCache(join(disk.path, 'speeds')),
      });
      expect(await speeds.measure([buildPreset('resnet20')], engine)).toBeUndefined();
      expect(everythingIn(disk.path).filter((name) => name !== 'ballast' && name !== 'speeds')).toEqual([]);
    });
  });

  test('what is dropped on the page', async () => {
    const uploads = new Uploads(join(disk.path, 'uploads'), async () => 1e12);
    const id = await uploads.begin({ files: 1, bytes: 100_000 });
    disk.fill(2);
    await expect(uploads.receive(id, 'a.png', Readable.from([Buffer.alloc(100_000)]))).rejects.toThrow(FULL);
    expect(everythingIn(join(disk.path, 'uploads')).filter((name) => name.endsWith('.png'))).toEqual([]);
    disk.fill();
    await uploads.remove(id);
  });
});
