/** How long training takes, from the steps of a run that is under way and from earlier runs of the same network. */
import type { NetworkIdentity, RunRecord } from '../../core/study/run';
import type { TrainingSettings } from '../../core/study/settings';
import type { LiveRun } from '../client/trainingState';

/**
 * Seconds until the run is done; undefined before its second step. The steps of this epoch give the pace, finished epochs
 * the time of an epoch with its validation.
 */
export function secondsLeft({
  record,
  lastStep,
  epochStart,
  statistics,
  validating,
}: LiveRun): number | undefined {
  const perEpoch = record.stepsPerEpoch;
  const done = record.epochs.at(-1);
  if (!perEpoch || !lastStep) return undefined;
  const { epochs } = record.settings;
  if (statistics || validating || done?.epoch === lastStep.epoch) {
    // Between two epochs; the rest of the validation is short compared to the epochs left.
    return done ? (epochs - lastStep.epoch) * done.seconds : undefined;
  }
  if (!epochStart || lastStep.step <= epochStart.step) return undefined;
  const perStep = (lastStep.seconds - epochStart.seconds) / (lastStep.step - epochStart.step);
  const stepsLeft = lastStep.epoch * perEpoch - lastStep.step;
  const training = perStep * perEpoch;
  const wholeEpoch = done ? Math.max(done.seconds, training) : training;
  return perStep * stepsLeft + (wholeEpoch - training) + (epochs - lastStep.epoch) * wholeEpoch;
}

/** In 0..1. */
export function shareDone({ record, lastStep, statistics, validating }: LiveRun): number {
  if (record.state === 'finished') return 1;
  const perEpoch = record.stepsPerEpoch;
  const { epochs } = record.settings;
  const byEpochs = record.epochs.length / epochs;
  if (!perEpoch || !lastStep) return byEpochs;
  const share = lastStep.step / (perEpoch * epochs);
  // After the last step of an epoch there is still its validation.
  return Math.min(1, Math.max(byEpochs, statistics || validating ? share : Math.min(share, 0.999)));
}

export interface Planned {
  network: NetworkIdentity;
  settings: TrainingSettings;
  /** Per epoch; undefined while the data set is absent. */
  images?: { train: number; validation: number };
}

export interface Estimate {
  seconds: number;
  /** Seconds per epoch, for each plan. */
  perEpoch: readonly number[];
}

/** From the newest run of a network of the same size and tuning at this batch size, scaled to the number of images. */
function epochSeconds(
  { network, settings, images }: Planned,
  runs: readonly RunRecord[],
): number | undefined {
  const like = runs.find(
    (run) =>
      run.epochs.length > 0 &&
      run.split !== undefined &&
      run.network.params === network.params &&
      run.network.macs === network.macs &&
      run.network.tuning?.key === network.tuning?.key &&
      run.settings.batchSize === settings.batchSize,
  );
  const measured = like?.epochs.at(-1)?.seconds;
  if (!like?.split || measured === undefined) return undefined;
  // Validation and BatchNorm's statistics only need the forward pass, about a third of a training step.
  const work = (train: number, validation: number, { preciseBatchNorm, batchSize }: TrainingSettings) =>
    train + (validation + Math.min(train, (preciseBatchNorm?.batches ?? 0) * batchSize)) / 3;
  const { trainCount, valCount } = like.split;
  const before = work(trainCount, valCount, like.settings);
  const now = images ? work(images.train, images.validation, settings) : work(trainCount, valCount, settings);
  return (measured * now) / before;
}

/** For all runs together; undefined unless every network has been trained before. */
export function estimate(
  plans: readonly Planned[],
  seeds: number,
  runs: readonly RunRecord[],
): Estimate | undefined {
  const perEpoch = plans.map((plan) => epochSeconds(plan, runs));
  if (plans.length === 0 || !perEpoch.every((seconds) => seconds !== undefined)) return undefined;
  const seconds = perEpoch.reduce((sum, one, index) => sum + one * plans[index]!.settings.epochs, 0);
  return { seconds: seconds * seeds, perEpoch };
}
