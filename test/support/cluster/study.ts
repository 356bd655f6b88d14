/** A tiny study that is trained here first, and then by an executor: both must come to the same bits. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphDocument } from '../../../core/graph/document';
import { studyRequestSchema } from '../../../core/study/settings';
import { type AblationTable, ablationTable } from '../../../core/study/table';
import type { Executor, Spec } from '../../../main/executors/executor';
import { laneOf } from '../../../main/executors/lane';
import { placesIn } from '../../../main/executors/site/places';
import { type RunFolder, runFolder } from '../../../main/runs/folder';
import type { Lane } from '../../../main/training/host/lane';
import { type Plan, planResume, planStudy } from '../../../main/training/host/plan';
import type { Outcome } from '../../../main/training/host/supervise';
import type { FromWorker } from '../../../main/training/protocol/messages';
import { documentOf } from '../documents';
import { until } from '../eventually';
import { checkFolder, checkpointBits, metricLines } from '../runs';
import { type TestServices, testServices, untilIdle } from '../worker';

const network = (): GraphDocument =>
  documentOf('tiny', [
    { id: 'x', type: 'Input', params: { shape: [32, 32, 3] } },
    {
      id: 'conv',
      type: 'Conv2D',
      params: { filters: 4, kernelSize: [3, 3], strides: [4, 4], padding: 'same' },
    },
    { id: 'bn', type: 'BatchNormalization' },
    { id: 'relu', type: 'Activation', params: { function: 'relu' } },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    // So that a network can be cut in the middle of a checkpoint.
    { id: 'wide', type: 'Dense', params: { units: 4096 } },
    { id: 'out', type: 'Dense', params: { units: 10, activation: 'softmax' } },
  ]);

/** Enough that a fault finds it training. */
const EPOCHS = 80;

const request = () =>
  studyRequestSchema.parse({
    name: 'tiny',
    arms: [{ name: 'tiny', graph: network() }],
    settings: { dataset: 'shapes', batchSize: 10, epochs: EPOCHS, augmentation: { flip: true } },
    seeds: [7],
  });

export interface Elsewhere {
  services: TestServices;
  /** For the executors' own folders. */
  folder: string;
  /** Trains a new run on an executor. */
  begin(executor: Executor): Promise<Training>;
  /** As `begin`, several at once, with one seed. */
  beginAll(executor: Executor, count: number): Promise<Training[]>;
  /** Trains a study of two seeds at a place. @returns its table without what differs: ids and times */
  tableOf(place: string): Promise<AblationTable>;
  specOf(training: Training): Promise<Spec>;
  /** Trains a run on, as after a retry or a start of the app. */
  goOn(executor: Executor, training: Training): Promise<Training>;
  /** @throws unless the run's folder is sound and has the bits of the run that was trained here. */
  expectSame(folder: RunFolder): Promise<void>;
  dispose(): Promise<void>;
}

export interface Training {
  id: string;
  folder: RunFolder;
  messages: FromWorker[];
  outcome: Promise<Outcome>;
  stop: AbortController;
  kill: AbortController;
}

export async function elsewhere(): Promise<Elsewhere> {
  const services = await testServices();
  await services.datasets.generate({ trainCount: 60, valCount: 20, seed: 3 });
  const { runs, datasets, training } = services;
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-elsewhere-'));
  const idle = untilIdle(training.events());
  await training.start(request());
  await idle;
  const [here] = training.status().runs;
  if (here?.state !== 'finished') throw new Error(`The run here must finish. Received: ${here?.state}.`);
  const whole = runs.folder(here.id);
  const last = `epoch-${String(EPOCHS).padStart(4, '0')}.safetensors`;
  const planning = { runs, datasets, app: { version: '0', host: 'test' } };

  async function trainingOf(lane: Lane, { runs: [run], graphs }: Plan): Promise<Training> {
    const graph = run && graphs.get(run.id);
    if (!run || !graph) throw new Error('The study has one run.');
    const messages: FromWorker[] = [];
    const [stop, kill] = [new AbortController(), new AbortController()];
    const outcome = lane.train({
      run,
      graph,
      manifest: await datasets.manifest('shapes'),
      stop: stop.signal,
      kill: kill.signal,
      onMessage: (message) => messages.push(message),
    });
    return { id: run.id, folder: runs.folder(run.id), messages, outcome, stop, kill };
  }

  const lane = (executor: Executor) => laneOf(executor, { runs, datasets, every: 50 });

  return {
    services,
    folder,
    async begin(executor) {
      const plan = await planStudy(planning, request());
      return trainingOf(lane(executor), plan);
    },
    async beginAll(executor, count) {
      const own = lane(executor);
      const plans: Plan[] = [];
      for (let n = 0; n < count; n++) plans.push(await planStudy(planning, request()));
      return Promise.all(plans.map((plan) => trainingOf(own, plan)));
    },
    async tableOf(place) {
      const events = untilIdle(training.events());
      const { runIds } = await training.start({ ...request(), seeds: [1, 2] }, [place]);
      await events;
      const table = ablationTable(await Promise.all(runIds.map((id) => runs.get(id))));
      return JSON.parse(JSON.stringify(table), (key, value) =>
        key === 'runIds' || key === 'secondsPerEpoch' ? undefined : value,
      );
    },
    async specOf({ id, folder }) {
      const { digest } = await datasets.identity('shapes');
      return {
        id,
        folder: folder.path,
        dataset: { id: 'shapes', digest, folder: datasets.folder('shapes') },
      };
    },
    async goOn(executor, { id }) {
      await runs.interrupt(id, 'interrupted by a test');
      return trainingOf(lane(executor), await planResume(planning, [id]));
    },
    async expectSame(one) {
      await checkFolder(one);
      expect(metricLines(one)).toEqual(metricLines(whole));
      expect(readdirSync(one.checkpoints)).toEqual(readdirSync(whole.checkpoints));
      expect(await checkpointBits(one, last)).toEqual(await checkpointBits(whole, last));
    },
    async dispose() {
      await services.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The newest step that was reported. */
export const stepOf = ({ messages }: Training): number =>
  Math.max(0, ...messages.map((one) => (one.type === 'step' ? one.metrics.step : 0)));

/** The process that trains a run in an executor's folder, once it is another one than `before`. */
export async function startedWorker(place: string, { id }: Training, before?: number): Promise<number> {
  const { owner } = runFolder(placesIn(place).job(id).run);
  let pid: number | undefined;
  await until(() => {
    pid = existsSync(owner) ? JSON.parse(readFileSync(owner, 'utf8')).worker?.pid : undefined;
    return pid !== undefined && pid !== before;
  });
  return pid ?? 0;
}

/** For `Executor.open` and `submit`. */
export const quietly = () => ({ signal: new AbortController().signal, onProgress: () => undefined });
