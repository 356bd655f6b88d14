/**
 * The training loop, as keras.Model.fit: epochs, a validation after each, and callbacks. Losses and accuracies are means
 * over examples; those of training are taken before each update.
 */
import { plural } from '../../../core/format/plural';
import type { EpochMetrics, StepMetrics } from '../../../core/study/run';
import type { Session } from '../../engine/types';
import { float32, int32 } from '../../engine/values';
import type { Callback, Outputs } from '../callbacks/callback';
import { divergence } from '../protocol/failure';
import { EpochSums } from '../state/sums';
import { Training, type TrainingOptions } from '../state/training';
import { breathe, evaluate, optionalCounts, scalar, untilTheEnd } from './evaluate';
import { reestimateStatistics, reestimates } from './reestimate-statistics';

export interface LoopOptions extends TrainingOptions {
  valCount: number;
  callbacks: readonly Callback[];
  /** Called before each batch. */
  stopRequested(): boolean;
  /** Milliseconds. */
  now?: () => number;
}

/**
 * @returns the training; `stopping` says why it ended early.
 * @throws TrainingFailure if the loss diverges; SessionError if TensorFlow fails.
 */
export async function trainingLoop(options: LoopOptions): Promise<Training> {
  const loop = new Loop(options);
  await loop.run();
  return loop.training;
}

class Loop {
  readonly training: Training;
  private readonly session: Session;
  private readonly now: () => number;
  /** Start time, as if never interrupted. */
  private readonly began: number;

  constructor(private readonly options: LoopOptions) {
    this.training = new Training(options);
    this.session = options.session;
    this.now = options.now ?? (() => performance.now());
    this.began = this.now() - 1000 * (options.from?.seconds ?? 0);
  }

  async run(): Promise<void> {
    const { training } = this;
    await this.call('onTrainBegin');
    while (training.epoch < training.settings.epochs && !training.stopping) {
      await this.call('onEpochBegin');
      await this.epoch();
    }
    await this.call('onTrainEnd');
  }

  /** If stopped, returns without adding to the history. */
  private async epoch(): Promise<void> {
    const { training } = this;
    if (!(await this.train())) return;
    const seconds = training.secondsInEpoch;
    const validating = this.now();
    if (!(await this.reestimate())) return;
    const batchNormSeconds = (this.now() - validating) / 1000;
    const validation = await this.validate();
    if (!validation) return;
    const { sums, learningRate } = training;
    const metrics: EpochMetrics = {
      type: 'epoch',
      epoch: training.epoch + 1,
      loss: sums.meanLoss,
      accuracy: sums.accuracy,
      valLoss: validation.meanLoss,
      valAccuracy: validation.accuracy,
      ...(sums.top5Share === undefined ? {} : { top5: sums.top5Share }),
      ...(validation.top5Share === undefined ? {} : { valTop5: validation.top5Share }),
      learningRate,
      seconds: seconds + (this.now() - validating) / 1000,
      ...(reestimates(training) ? { batchNormSeconds } : {}),
      imagesPerSecond: sums.count / Math.max(seconds, 1e-9),
    };
    training.history.push(metrics);
    training.confusion = validation.confusion;
    training.sums = new EpochSums();
    training.secondsInEpoch = 0;
    await this.call('onEpochEnd', metrics);
    training.forget();
  }

  /** The remaining batches of an epoch. False if stopped. */
  private async train(): Promise<boolean> {
    const { training, session } = this;
    const { seed } = training.settings;
    if (training.batch < training.stepsPerEpoch) {
      let began = this.now();
      await session.run('begin_epoch', {
        seed: int32(seed),
        epoch: int32(training.epoch + 1),
        first_batch: int32(training.batch),
      });
      while (training.batch < training.stepsPerEpoch) {
        if (await this.stopped()) return false;
        await this.call('onBatchBegin');
        const outputs = await untilTheEnd(
          session.run(training.observe ? 'train_step_observed' : 'train_step', {
            learning_rate: float32(training.learningRate),
            seed: int32(seed),
            step: int32(training.step),
          }),
        );
        if (!outputs) break;
        const metrics = this.account(outputs);
        const ended = this.now();
        training.secondsInEpoch += (ended - began) / 1000;
        began = ended;
        await this.call('onBatchEnd', metrics, outputs);
        training.forget();
      }
    }
    if (training.batch !== training.stepsPerEpoch || training.sums.count === 0) {
      throw new Error(
        `Epoch ${training.epoch + 1} must hold ${plural(training.stepsPerEpoch, 'batch', 'batches')}. Received: ${training.batch}.`,
      );
    }
    return true;
  }

  private account(outputs: Outputs): StepMetrics {
    const { training } = this;
    training.step++;
    const loss = scalar(outputs, 'loss');
    const correct = scalar(outputs, 'correct');
    const count = scalar(outputs, 'count');
    if (!Number.isFinite(loss))
      throw divergence(loss, { what: 'loss', ...where(training) }, training.settings);
    training.sums.add({ ...optionalCounts(outputs), loss: loss * count, correct, count });
    return {
      type: 'step',
      step: training.step,
      epoch: training.epoch + 1,
      loss,
      accuracy: correct / count,
      learningRate: training.learningRate,
      seconds: (this.now() - this.began) / 1000,
    };
  }

  /** False if stopped. */
  private async reestimate(): Promise<boolean> {
    const { training, session } = this;
    if (!reestimates(training)) return true;
    return reestimateStatistics(session, training, {
      stopped: () => this.stopped(),
      batch: (fraction) => this.call('onStatisticsBatch', fraction),
    });
  }

  private async validate(): Promise<EpochSums | undefined> {
    const { training, session } = this;
    const sums = await evaluate(session, 'validation', this.options.valCount, {
      stopped: () => this.stopped(),
      batch: (fraction) => this.call('onValidationBatch', fraction),
    });
    if (sums && !Number.isFinite(sums.meanLoss)) {
      const at = { what: 'validation loss' as const, ...where(training) };
      throw divergence(sums.meanLoss, at, training.settings);
    }
    return sums;
  }

  private async stopped(): Promise<boolean> {
    await breathe();
    if (this.options.stopRequested()) this.training.stop('requested');
    return this.training.stopping !== undefined;
  }

  private async call<Name extends keyof Callback>(name: Name, ...rest: Rest<Name>): Promise<void> {
    for (const callback of this.options.callbacks) {
      const hook = callback[name] as ((training: Training, ...rest: Rest<Name>) => unknown) | undefined;
      await hook?.call(callback, this.training, ...rest);
    }
  }
}

type Rest<Name extends keyof Callback> =
  NonNullable<Callback[Name]> extends (training: Training, ...rest: infer More) => unknown ? More : never;

const where = ({ epoch, step, checkpoint }: Training) => ({ epoch: epoch + 1, step, checkpoint });
