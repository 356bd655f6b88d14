/**
 * The training loop: epochs of steps, a validation pass after each, a checkpoint. Losses and accuracies of an epoch
 * are means over its examples, as `keras.Model.fit` reports them; the training ones are those of each batch before
 * its update.
 */

import type { TrainingSettings } from '../../core/study/settings';
import type { CompiledModel } from '../compiler/types';
import { type Session, SessionError, type TensorValue } from '../engine/types';
import { float32, int32 } from '../engine/values';
import type { Tensor } from '../runs/safetensors';
import { divergence } from './failure';
import type { RunRecorder } from './recorder';

export interface LoopOptions {
  session: Session;
  model: Pick<CompiledModel, 'variables' | 'stepsPerEpoch'>;
  settings: TrainingSettings;
  /** Images that one validation pass sees. */
  valCount: number;
  recorder: RunRecorder;
  /** Asked after every batch. */
  stopRequested(): boolean;
  /** Milliseconds. */
  now?: () => number;
}

/** @throws TrainingFailure when the loss diverges; SessionError when TensorFlow fails. */
export async function trainingLoop(options: LoopOptions): Promise<'finished' | 'stopped'> {
  const { settings } = options;
  const loop = new Loop(options);
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    if (!(await loop.epoch(epoch))) return 'stopped';
  }
  return 'finished';
}

/** Sums over examples; means come out of them at the end, whatever the sizes of the batches. */
class Sums {
  loss = 0;
  correct = 0;
  count = 0;

  add(lossSum: number, correct: number, count: number): void {
    this.loss += lossSum;
    this.correct += correct;
    this.count += count;
  }
  get meanLoss(): number {
    return this.loss / this.count;
  }
  get accuracy(): number {
    return this.correct / this.count;
  }
}

class Loop {
  private step = 0;
  private checkpointEpoch = 0;
  private readonly began: number;
  private readonly now: () => number;

  constructor(private readonly options: LoopOptions) {
    this.now = options.now ?? (() => performance.now());
    this.began = this.now();
  }

  /** False when it was stopped on the way. */
  async epoch(epoch: number): Promise<boolean> {
    const { recorder } = this.options;
    const began = this.now();
    const training = await this.train(epoch);
    recorder.endOfSteps();
    if (!training) return false;
    const trained = this.now();
    const validation = await this.validate(epoch);
    if (!validation) return false;
    await recorder.checkpoint(await this.variables(), { epoch, step: this.step });
    this.checkpointEpoch = epoch;
    recorder.epoch({
      type: 'epoch',
      epoch,
      loss: training.meanLoss,
      accuracy: training.accuracy,
      valLoss: validation.meanLoss,
      valAccuracy: validation.accuracy,
      seconds: (this.now() - began) / 1000,
      imagesPerSecond: training.count / Math.max((trained - began) / 1000, 1e-9),
    });
    return true;
  }

  private async train(epoch: number): Promise<Sums | undefined> {
    const { session, settings, recorder, stopRequested } = this.options;
    const sums = new Sums();
    await session.run('begin_epoch', {
      seed: int32(settings.seed),
      epoch: int32(epoch),
      first_batch: int32(0),
    });
    for (;;) {
      await breathe();
      if (stopRequested()) return undefined;
      const batch = await untilTheEnd(
        session.run('train_step', {
          learning_rate: float32(settings.optimizer.learningRate),
          seed: int32(settings.seed),
          step: int32(this.step),
        }),
      );
      if (!batch) break;
      this.step++;
      const loss = scalar(batch, 'loss');
      const correct = scalar(batch, 'correct');
      const count = scalar(batch, 'count');
      if (!Number.isFinite(loss)) throw this.diverged(loss, 'loss', epoch);
      sums.add(loss * count, correct, count);
      recorder.step({
        type: 'step',
        step: this.step,
        epoch,
        loss,
        accuracy: correct / count,
        seconds: (this.now() - this.began) / 1000,
      });
    }
    if (sums.count === 0) throw new Error(`Epoch ${epoch} must hold at least one batch. Received: none.`);
    return sums;
  }

  private async validate(epoch: number): Promise<Sums | undefined> {
    const { session, valCount, recorder, stopRequested } = this.options;
    const sums = new Sums();
    await session.run('begin_validation');
    for (;;) {
      await breathe();
      if (stopRequested()) return undefined;
      const batch = await untilTheEnd(session.run('eval_step'));
      if (!batch) break;
      sums.add(scalar(batch, 'loss_sum'), scalar(batch, 'correct'), scalar(batch, 'count'));
      recorder.validating(epoch, Math.min(sums.count / valCount, 1));
    }
    if (!Number.isFinite(sums.meanLoss)) throw this.diverged(sums.meanLoss, 'validation loss', epoch);
    return sums;
  }

  private diverged(value: number, what: string, epoch: number): Error {
    const { checkpointEpoch, step } = this;
    return divergence(value, { what, epoch, step, checkpointEpoch }, this.options.settings);
  }

  /** Weights and optimizer slots by name. */
  private async variables(): Promise<Map<string, Tensor>> {
    const values = await this.options.session.run('read_weights');
    return new Map(
      this.options.model.variables.map(({ name, shape }, index) => {
        const data = values[`v${index}`]?.data;
        if (!(data instanceof Float32Array)) {
          throw new Error(
            `read_weights must give "${name}" as float32. Received: ${data?.constructor.name}.`,
          );
        }
        return [name, { shape, data }];
      }),
    );
  }
}

/** Lets messages in (a stop, for one): a session run blocks the thread. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Undefined when the iterator ran out, which is how an epoch ends. */
async function untilTheEnd<T>(run: Promise<T>): Promise<T | undefined> {
  try {
    return await run;
  } catch (error) {
    if (error instanceof SessionError && error.endOfSequence) return undefined;
    throw error;
  }
}

function scalar(values: Readonly<Record<string, TensorValue>>, name: string): number {
  const value = values[name]?.data[0];
  if (typeof value !== 'number')
    throw new Error(`The signature must give a number "${name}". Received: ${value}.`);
  return value;
}
