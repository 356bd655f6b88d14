/** How far runs have come, and how long they still take. */
import { isUnderWay } from '../../core/study/progress';
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

/** Seconds that an epoch takes; undefined while nothing of it was measured. */
function secondsPerEpoch(run: LiveRun): number | undefined {
  const { record, lastStep, epochStart } = run;
  const done = record.epochs.at(-1);
  if (done) return done.seconds;
  if (!record.stepsPerEpoch || !lastStep || !epochStart || lastStep.step <= epochStart.step) return undefined;
  const perStep = (lastStep.seconds - epochStart.seconds) / (lastStep.step - epochStart.step);
  return perStep * record.stepsPerEpoch;
}

/** By a run of the same arm, or else by the multiply-adds of another. */
function expectedSeconds({ record }: LiveRun, runs: readonly LiveRun[]): number | undefined {
  const known = runs.flatMap((run) => {
    const seconds = secondsPerEpoch(run);
    return seconds === undefined ? [] : [{ run: run.record, seconds }];
  });
  const alike = known.find(({ run }) => run.arm === record.arm) ?? known[0];
  if (!alike) return undefined;
  const epochs = record.settings.epochs - record.epochs.length;
  const factor = alike.run.arm === record.arm ? 1 : record.network.macs / alike.run.network.macs;
  return epochs * alike.seconds * factor;
}

/**
 * Seconds until all runs of a study are done, as many at once as train now; undefined before the first pace is known.
 */
export function studySecondsLeft(runs: readonly LiveRun[]): number | undefined {
  const now = runs.filter(isUnderWay);
  const left = (run: LiveRun) =>
    (isUnderWay(run) ? secondsLeft(run) : undefined) ?? expectedSeconds(run, runs);
  const waiting = runs.filter(({ record }) => record.state === 'queued');
  const each = [...now, ...waiting].map(left);
  const known = each.filter((seconds) => seconds !== undefined);
  if (now.length === 0 || known.length < each.length) return undefined;
  return Math.max(...known.slice(0, now.length), known.reduce((sum, one) => sum + one, 0) / now.length);
}
