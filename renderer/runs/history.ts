/** The history of a run, in words. Pure. */

import { formatMoment } from '../../core/format/moment';
import { formatRate } from '../../core/format/number';
import { t } from '../../core/messages';
import { describeExtendedRate } from '../../core/study/describe-schedule';
import { nameOf, type RunChange, type RunRecord } from '../../core/study/run';
import { earlyStoppingRestart, metricName } from '../../core/study/setting/facts';

function changeWords(change: RunChange, restart: string): string {
  switch (change.type) {
    case 'paused':
      return change.step === 0
        ? t('train.history.pausedBefore')
        : t('train.history.paused', { step: change.step });
    case 'resumed':
      return change.step === 0
        ? t('train.history.restarted')
        : t('train.history.resumed', { step: change.step });
    case 'extended': {
      const { from, to } = change;
      const extended = t('train.history.extended', {
        ...{ from, to, rate: describeExtendedRate(change, formatRate) },
      });
      return restart ? t('train.history.extendedRestart', { extended, restart }) : extended;
    }
    case 'repaired':
      return t('train.history.repaired', { folder: change.kept });
    case 'renamed':
      return t('train.history.renamed', { from: change.from });
    case 'halved':
      return t('statistics.halving.history', { epoch: change.epoch });
    case 'stopped-early': {
      const metric = metricName(change.metric);
      return t('train.history.stoppedEarly', { epoch: change.epoch, metric });
    }
  }
}

const STATISTICS = {
  none: 'none',
  checkpoint: 'checkpoint',
  'other-data': 'otherData',
  'other-normalization': 'otherNormalization',
} as const;

/** "Paused at step 120 (24 Nov, 19:20)", oldest first. */
export function historyOf(
  { changes, startedFrom, settings }: Pick<RunRecord, 'changes' | 'startedFrom' | 'settings'>,
  runs: readonly RunRecord[] = [],
): string[] {
  const origin = startedFrom && runs.find(({ id }) => id === startedFrom.runId);
  return [
    ...(startedFrom
      ? [
          t('train.history.startedFrom', {
            run: origin ? nameOf(origin) : startedFrom.runId,
            step: startedFrom.step,
            epoch: startedFrom.epoch,
            statistics: STATISTICS[startedFrom.statistics ?? 'none'],
          }),
        ]
      : []),
    ...changes.map((one) =>
      t('train.history.at', {
        change: changeWords(one, earlyStoppingRestart(settings)),
        date: formatMoment(one.at),
      }),
    ),
  ];
}
