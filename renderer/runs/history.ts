/** What was done to a run after it was made, in words. Pure. */

import { formatMoment } from '../../core/format/moment';
import { formatCount, formatRate } from '../../core/format/number';
import { plural } from '../../core/format/plural';
import type { RunChange, RunRecord } from '../../core/study/run';
import { describeExtendedRate } from '../../core/study/schedule-words';
import { earlyStoppingRestart, metricName } from '../../core/study/setting/facts';

function changeWords(change: RunChange, anew: string): string {
  switch (change.type) {
    case 'paused':
      return change.step === 0
        ? 'paused before its first step'
        : `paused at step ${formatCount(change.step)}`;
    case 'resumed':
      return change.step === 0
        ? 'started again from its beginning'
        : `resumed at step ${formatCount(change.step)}`;
    case 'extended':
      return `extended from ${plural(change.from, 'epoch')} to ${formatCount(change.to)}${describeExtendedRate(change, formatRate)}${anew && `; ${anew}`}`;
    case 'repaired':
      return `repaired; the original files are in ${change.kept}`;
    case 'renamed':
      return `its folder was called ${change.from} before, or is a copy of that run's`;
    case 'stopped-early': {
      const metric = metricName(change.metric);
      return `stopped early after epoch ${formatCount(change.epoch)}, as the ${metric} no longer improved`;
    }
  }
}

/** By what images are normalized. */
const STATISTICS_WORDS = {
  none: '',
  checkpoint: ' and its statistics of the images',
  'other-data': '; statistics of the images were measured anew, as the data set is another',
  'other-normalization':
    '; statistics of the images were measured again, as they are normalized in another way',
} as const;

/** "Paused at step 120 (24 Nov, 19:20)", oldest first; empty for a run that was never touched. */
export function historyOf(
  { changes, startedFrom, settings }: Pick<RunRecord, 'changes' | 'startedFrom' | 'settings'>,
  runs: readonly RunRecord[] = [],
): string[] {
  const origin = startedFrom && runs.find(({ id }) => id === startedFrom.runId);
  const name = origin ? `${origin.arm}, seed ${origin.settings.seed}` : startedFrom?.runId;
  return [
    ...(startedFrom
      ? [
          `began with the weights of ${name} at step ${formatCount(startedFrom.step)} (epoch ${startedFrom.epoch})${STATISTICS_WORDS[startedFrom.statistics ?? 'none']}`,
        ]
      : []),
    ...changes.map(
      (change) => `${changeWords(change, earlyStoppingRestart(settings))} (${formatMoment(change.at)})`,
    ),
  ].map((words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`);
}
