/** How far a run that is under way has come, and how long it still takes. */
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
