/** A training service on a run store in a temporary folder, with workers that the test speaks for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingEvent } from '../../../core/contract/training';
import { type StudyRequest, studyRequestSchema } from '../../../core/study/settings';
import { RunStore } from '../../../main/runs/store';
import type { PlanOptions } from '../../../main/training/host/plan';
import { type TrainingOptions, TrainingService } from '../../../main/training/host/trainer';
import { tinyGraph } from '../runs/support';
import { checkpointMessage, epochMessage, type FakeWorker, fakeLauncher } from './fake-worker';
import { engine, manifest } from './trainer-support';

export interface TestTrainer {
  readonly root: string;
  readonly runs: RunStore;
  /** The last that was made. */
  readonly service: TrainingService;
  make(change: Partial<TrainingOptions> & Pick<TrainingOptions, 'launch'>): TrainingService;
}

/** A new folder and store for each test of the file; closes the service behind it. */
export function testTrainer(): TestTrainer {
  let root: string;
  let runs: RunStore;
  let service: TrainingService | undefined;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'skipwire-trainer-'));
    runs = new RunStore({ root });
  });
  afterEach(async () => {
    await service?.close();
    rmSync(root, { recursive: true, force: true });
  });
  return {
    get root() {
      return root;
    },
    get runs() {
      return runs;
    },
    get service() {
      return service!;
    },
    make(change) {
      service = new TrainingService({
        runs,
        datasets: datasetsOf({}),
        ensureEngine: async () => engine,
        entry: 'worker.cjs',
        app: { version: '1.2.3', host: 'test' },
        closingGrace: 300,
        ...change,
      });
      return service;
    },
  };
}

export const datasetsOf = (change: Partial<PlanOptions['datasets']>): PlanOptions['datasets'] => ({
  manifest: async () => manifest,
  folder: (id) => `/data/${id}`,
  identity: async () => ({ digest: 'd1', fingerprint: 'f1' }),
  use: async () => async () => undefined,
  ...change,
});

export function request(change: Partial<StudyRequest> = {}, arms = ['residual', 'plain']): StudyRequest {
  return studyRequestSchema.parse({
    name: 'Shortcuts',
    arms: arms.map((name) => ({ name, graph: tinyGraph(name) })),
    settings: { dataset: 'shapes', trainLimit: 2000 },
    seeds: [1],
    ...change,
  });
}

/** Trains one epoch and ends well. */
export function diligent(worker: FakeWorker): void {
  worker.say({ type: 'started', stepsPerEpoch: 8 });
  worker.print('a word of TensorFlow\n');
  worker.say(epochMessage(1), checkpointMessage(1, 8), { type: 'ended', state: 'finished' });
  worker.exit();
}

/** Workers that train until they are asked to stop. */
export const tireless = () =>
  fakeLauncher((worker, { type }) => {
    if (type === 'train') worker.say({ type: 'started', stepsPerEpoch: 8 });
    else {
      worker.say({ type: 'ended', state: 'stopped' });
      worker.exit();
    }
  });

/** Workers that train, and hear nothing. */
export const deaf = () =>
  fakeLauncher((worker, { type }) => {
    if (type === 'train') worker.say({ type: 'started', stepsPerEpoch: 8 });
  });

/** Collects until `idle`. */
export async function untilIdle(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const found: TrainingEvent[] = [];
  for await (const event of events) {
    found.push(event);
    if (event.type === 'idle') break;
  }
  return found;
}

export async function untilRunning(events: AsyncIterable<TrainingEvent>): Promise<void> {
  for await (const event of events) if (event.type === 'run' && event.run.state === 'running') break;
}
