/** What a run is doing, in a few words. */

import { formatSecondsLeft } from '../../core/format/duration';
import { formatPercent } from '../../core/format/number';
import { plural } from '../../core/format/plural';
import { joinSome } from '../../core/graph/words';
import type { RunRecord } from '../../core/study/run';
import type { LiveRun } from '../client/trainingState';
import { accuracyWords } from '../runs/best';
import { groupSeeds } from '../runs/seedGroups';
import { secondsLeft } from './estimate';

/** The epoch that is under way, 1-based; the last one once the run has ended. */
export function presentEpoch({ record, lastStep }: LiveRun): number {
  const begun = Math.max(record.epochs.length, lastStep?.epoch ?? 0);
  return Math.min(record.settings.epochs, Math.max(1, begun));
}

/** "epoch 4 of 5 · 1 min 12 s left". */
export function runWords(run: LiveRun): string {
  const { record, statistics, validating } = run;
  const { epochs } = record.settings;
  const done = record.epochs.length;
  switch (record.state) {
    case 'queued':
      return 'queued';
    case 'preparing':
      return 'preparing';
    case 'finished': {
      const accuracy = accuracyWords(record.epochs);
      const early = record.changes.some(({ type }) => type === 'stopped-early');
      const end =
        early && record.epochs.length < epochs
          ? `stopped early after ${done} of ${plural(epochs, 'epoch')}`
          : 'finished';
      const test = record.test && `test ${formatPercent(record.test.accuracy)}`;
      return [end, accuracy && `validation ${accuracy}`, test].filter(Boolean).join(' · ');
    }
    case 'stopped':
      return record.startedAt ? `stopped after ${done} of ${plural(epochs, 'epoch')}` : 'not started';
    case 'paused':
      return record.startedAt
        ? `paused in epoch ${presentEpoch(run)} of ${epochs}`
        : 'paused before it began';
    case 'interrupted':
      return `interrupted after ${done} of ${plural(epochs, 'epoch')}`;
    case 'failed':
      return 'failed';
    case 'running': {
      if (run.testing !== undefined) return `testing the best checkpoint, ${formatPercent(run.testing, 0)}`;
      const parts = [`epoch ${presentEpoch(run)} of ${epochs}`];
      if (statistics)
        parts.push(`re-estimating BatchNorm statistics ${formatPercent(statistics.fraction, 0)}`);
      if (validating) parts.push(`validating ${formatPercent(validating.fraction, 0)}`);
      const left = secondsLeft(run);
      if (left !== undefined) parts.push(`${formatSecondsLeft(left)} left`);
      return parts.join(' · ');
    }
  }
}

/** "Validation accuracy after the last epoch: ResNet-44 95.8 %, Plain-44 41.2 % (means of 3 seeds)." */
export function studyWords(finished: readonly RunRecord[]): string {
  const arms = groupSeeds(finished).map(({ arm, runs }) => {
    const last = runs.map(({ epochs }) => epochs.at(-1)?.valAccuracy ?? 0);
    return {
      name: `${arm} ${formatPercent(last.reduce((sum, one) => sum + one, 0) / last.length)}`,
      seeds: last.length,
    };
  });
  const counts = [...new Set(arms.map(({ seeds }) => seeds))].sort((a, b) => a - b);
  const most = counts.at(-1) ?? 1;
  const means = most > 1 ? ` (means of ${counts.length > 1 ? 'up to ' : ''}${most} seeds)` : '';
  return `Validation accuracy after the last epoch: ${joinSome(arms.map(({ name }) => name))}${means}.`;
}

/** Why a run ended early and what is left of it; nothing for a run that went as it should. */
export function endWords({ state, error, checkpointEpoch, startedAt }: RunRecord): string | undefined {
  const kept =
    checkpointEpoch > 0
      ? ` The weights of epoch ${checkpointEpoch} are kept and can be exported.`
      : // The trainer's own words on a divergence say so already.
        /no checkpoint/i.test(error ?? '')
        ? ''
        : ' It ended before its first checkpoint.';
  switch (state) {
    case 'failed':
      return `${error ?? 'The training worker gave no reason; see log.txt in the run folder.'}${kept}`;
    case 'interrupted':
      return `${error ?? 'The training worker or the machine went away.'}${kept}`;
    case 'stopped':
      return startedAt ? kept.trim() : 'The study was stopped before it began.';
    default:
      return undefined;
  }
}
