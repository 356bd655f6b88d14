/** A training of one weight on a temporary folder: FakeSession in place of TensorFlow, a clock that the test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { type RunFolder, runFolder } from '../../../main/runs/folder';
import type { Callback } from '../../../main/training/callbacks/callback';
import { Checkpoint } from '../../../main/training/callbacks/checkpoint';
import { Metrics } from '../../../main/training/callbacks/metrics';
import { Progress } from '../../../main/training/callbacks/progress';
import { schedule } from '../../../main/training/callbacks/schedule';
import { type LoopOptions, trainingLoop } from '../../../main/training/loop/loop';
import type { FromWorker } from '../../../main/training/protocol/messages';
import { restore } from '../../../main/training/state/restore';
import type { TrainedModel, Training } from '../../../main/training/state/training';
import type { Batch, FakeSession } from './fake-session';

export const variables = [
  { name: 'dense/bias', shape: [1], trainable: true, role: 'weight', initializer: 'zeros' },
] as const;

/** Batches of one epoch, of unequal sizes. */
export const batches: Batch[] = [
  { loss: 2, correct: 2, count: 4 },
  { loss: 4, correct: 2, count: 2 },
];
export const validation: Batch[] = [
  { loss: 1, correct: 1, count: 3 },
  { loss: 5, correct: 1, count: 1 },
];

type Settings = Parameters<typeof trainingSettingsSchema.parse>[0] & object;

export class Bench {
  readonly folder: RunFolder = runFolder(mkdtempSync(join(tmpdir(), 'skipwire-training-')));
  sent: FromWorker[] = [];
  logged: string[] = [];
  clock = 1_000_000;
  /** Before each checkpoint. */
  onSync: () => void = () => undefined;
  private readonly opened: Metrics[] = [];

  metrics(): Metrics {
    const metrics = new Metrics(this.folder.metrics, () => this.clock);
    this.opened.push(metrics);
    return metrics;
  }

  /** Trains from where the folder is, with the callbacks that every training has and these. */
  async train(
    session: FakeSession,
    settings: Settings = {},
    change: Partial<LoopOptions> & { stepsPerEpoch?: number; statisticsBatches?: number } = {},
    more: Callback[] = [],
  ): Promise<Training> {
    const { stepsPerEpoch = 2, statisticsBatches = 0, ...loop } = change;
    const model: TrainedModel = {
      variables,
      stepsPerEpoch,
      statisticsBatches,
      diagnosticBlocks: ['stem', 'block1'],
    };
    const parsed = trainingSettingsSchema.parse({ epochs: 1, seed: 9, ...settings });
    const from = await restore(session, model, this.folder, parsed);
    session.calls.length = 0;
    const metrics = this.metrics();
    const checkpoint = new Checkpoint({
      folder: this.folder.checkpoints,
      sync: () => {
        metrics.sync();
        this.onSync();
      },
      written: (checkpoints) => this.sent.push({ type: 'checkpoint', checkpoints }),
    });
    const progress = new Progress({
      send: (message) => this.sent.push(message),
      log: (text) => this.logged.push(text),
      now: () => this.clock,
    });
    return trainingLoop({
      session,
      model,
      settings: parsed,
      from,
      valCount: 4,
      callbacks: [schedule, metrics, ...more, checkpoint, progress],
      stopRequested: () => false,
      now: () => this.clock,
      ...loop,
    });
  }

  /** Messages of one type, as the host gets them. */
  messages<Type extends FromWorker['type']>(type: Type): Extract<FromWorker, { type: Type }>[] {
    return this.sent.filter((one): one is Extract<FromWorker, { type: Type }> => one.type === type);
  }

  dispose(): void {
    for (const metrics of this.opened) metrics.close();
    rmSync(this.folder.path, { recursive: true, force: true });
  }
}
