/** A training as callbacks see it. */
import type { EpochMetrics } from '../../../core/study/run';
import type { TrainingSettings } from '../../../core/study/settings';
import type { CompiledModel } from '../../compiler/types';
import type { Session } from '../../engine/types';
import type { Tensor } from '../../runs/safetensors';
import { BEGINNING, type Position } from './position';
import { EpochSums } from './sums';

export type TrainedModel = Pick<
  CompiledModel,
  'variables' | 'stepsPerEpoch' | 'statisticsBatches' | 'diagnosticBlocks'
>;

export interface TrainingOptions {
  session: Session;
  model: TrainedModel;
  settings: TrainingSettings;
  from?: Position;
}

export type StopReason = 'requested' | 'early';

export class Training {
  readonly settings: TrainingSettings;
  readonly model: TrainedModel;
  readonly stepsPerEpoch: number;
  readonly history: EpochMetrics[];
  /** Updates done. */
  step: number;
  /** Over the batches of the epoch under way. */
  sums = new EpochSums();
  /** Counts of the latest validation, row-major, [true class][predicted class]. */
  confusion: Int32Array | undefined;
  secondsInEpoch = 0;
  /** For the next update. */
  learningRate: number;
  /** The next update uses `train_step_observed`. */
  observe = false;
  checkpoint: { epoch: number; step: number } | undefined;
  stopping: StopReason | undefined;
  private readonly session: Session;
  private read: { step: number; variables: Map<string, Tensor> } | undefined;

  constructor({ session, model, settings, from = BEGINNING }: TrainingOptions) {
    this.session = session;
    this.model = model;
    this.settings = settings;
    this.stepsPerEpoch = model.stepsPerEpoch ?? 0;
    this.learningRate = settings.optimizer.learningRate;
    this.history = [...from.history];
    this.step = from.step;
    if (from.step > 0) this.checkpoint = { epoch: from.epoch, step: from.step };
    if (from.within) {
      this.sums.restore(from.within.sums);
      this.secondsInEpoch = from.within.seconds;
      this.learningRate = from.within.learningRate;
    }
  }

  /** Whole epochs done. */
  get epoch(): number {
    return this.history.length;
  }

  /** Batches done of the epoch under way. */
  get batch(): number {
    return this.step - this.epoch * this.stepsPerEpoch;
  }

  /** At the next batch; the first reason counts. */
  stop(reason: StopReason): void {
    this.stopping ??= reason;
  }

  /** Stopped during the final test: overrides other reasons. */
  interrupt(): void {
    this.stopping = 'requested';
  }

  /** Weights and optimizer slots by name, read from the device once per step. */
  async variables(): Promise<ReadonlyMap<string, Tensor>> {
    if (this.read?.step === this.step) return this.read.variables;
    const values = await this.session.run('read_weights');
    const variables = new Map(
      this.model.variables.map(({ name, shape }, index) => {
        const data = values[`v${index}`]?.data;
        if (!(data instanceof Float32Array)) {
          throw new Error(
            `read_weights must give "${name}" as float32. Received: ${data?.constructor.name}.`,
          );
        }
        return [name, { shape, data }] as const;
      }),
    );
    this.read = { step: this.step, variables };
    return variables;
  }

  /** Frees the variables that were read, which are as large as the network. */
  forget(): void {
    this.read = undefined;
  }
}
