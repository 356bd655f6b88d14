/** A tiny study that is trained here first, and then by an executor: both must come to the same bits. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphDocument } from '../../../core/graph/document';
import { studyRequestSchema } from '../../../core/study/settings';
import type { Executor } from '../../../main/executors/executor';
import { laneOf } from '../../../main/executors/lane';
import type { RunFolder } from '../../../main/runs/folder';
import type { TrainTask } from '../../../main/training/host/lane';
import { planStudy } from '../../../main/training/host/plan';
import type { Outcome } from '../../../main/training/host/supervise';
import type { FromWorker } from '../../../main/training/protocol/messages';
import { documentOf } from '../documents';
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
    { id: 'out', type: 'Dense', params: { units: 10, activation: 'softmax' } },
  ]);

const EPOCHS = 3;

const request = (settings: object) =>
  studyRequestSchema.parse({
    name: 'tiny',
    arms: [{ name: 'tiny', graph: network() }],
    settings: { dataset: 'shapes', batchSize: 10, epochs: EPOCHS, augmentation: { flip: true }, ...settings },
    seeds: [7],
  });

export interface Elsewhere {
  services: TestServices;
  /** For the executors' own folders. */
  folder: string;
  /** Trains a run on an executor. */
  begin(executor: Executor, settings?: object): Promise<Training>;
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
  await training.start(request({}));
  await idle;
  const [here] = training.status().runs;
  if (here?.state !== 'finished') throw new Error(`The run here must finish. Received: ${here?.state}.`);
  const whole = runs.folder(here.id);
  const last = `epoch-${String(EPOCHS).padStart(4, '0')}.safetensors`;
  const every = 50;
  return {
    services,
    folder,
    async begin(executor, settings = {}) {
      const plan = await planStudy(
        { runs, datasets, app: { version: '0', host: 'test' } },
        request(settings),
      );
      const [run] = plan.runs;
      const graph = run && plan.graphs.get(run.id);
      if (!run || !graph) throw new Error('The study has one run.');
      const messages: FromWorker[] = [];
      const [stop, kill] = [new AbortController(), new AbortController()];
      const task: TrainTask = {
        run,
        graph,
        manifest: await datasets.manifest('shapes'),
        stop: stop.signal,
        kill: kill.signal,
        onMessage: (message) => messages.push(message),
      };
      const lane = laneOf(executor, { runs, datasets, every });
      return { id: run.id, folder: runs.folder(run.id), messages, outcome: lane.train(task), stop, kill };
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

/** For `Executor.open` and `submit`. */
export const quietly = () => ({ signal: new AbortController().signal, onProgress: () => undefined });
