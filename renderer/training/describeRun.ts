/** The state of a run, in a few words. */
import { formatSecondsLeft } from '../../core/format/duration';
import { formatPercent } from '../../core/format/number';
import { joinSome, t } from '../../core/messages';
import { errorOf, type RunRecord } from '../../core/study/run';
import { groupSeeds } from '../../core/study/seed-groups';
import type { LiveRun } from '../client/trainingState';
import { accuracyWords } from '../runs/accuracyWords';
import { stateName } from '../runs/stateName';
import { secondsLeft } from './timeLeft';

/** 1-based; the last epoch if the run has ended. */
function presentEpoch({ record, lastStep }: LiveRun): number {
  const begun = Math.max(record.epochs.length, lastStep?.epoch ?? 0);
  return Math.min(record.settings.epochs, Math.max(1, begun));
}

/** "epoch 4 of 5 · 1m 12s left". */
export function runWords(run: LiveRun): string {
  const { record, statistics, validating } = run;
  const { epochs } = record.settings;
  const done = record.epochs.length;
  switch (record.state) {
    case 'finished': {
      const accuracy = accuracyWords(record.epochs);
      const early = record.changes.some(({ type }) => type === 'stopped-early');
      return [
        early && done < epochs ? t('train.state.stoppedEarly', { done, epochs }) : stateName(record),
        accuracy && t('train.state.validation', { accuracy }),
        record.test && t('train.state.test', { accuracy: formatPercent(record.test.accuracy) }),
      ]
        .filter(Boolean)
        .join(' · ');
    }
    case 'stopped':
      return record.startedAt ? t('train.state.stoppedAfter', { done, epochs }) : stateName(record);
    case 'paused': {
      const paused = record.changes.findLast(({ type }) => type === 'paused');
      return paused?.type === 'paused' && paused.step > 0
        ? t('train.state.pausedIn', { epoch: presentEpoch(run), epochs })
        : t('train.state.pausedBefore');
    }
    case 'interrupted':
      return t('train.state.interruptedAfter', { done, epochs });
    case 'running': {
      const percent = (share: number) => formatPercent(share, 0);
      if (run.testing !== undefined) return t('train.state.testing', { percent: percent(run.testing) });
      const left = secondsLeft(run);
      return [
        t('train.state.epochOf', { epoch: presentEpoch(run), epochs }),
        statistics && t('train.state.estimating', { percent: percent(statistics.fraction) }),
        validating && t('train.state.validating', { percent: percent(validating.fraction) }),
        left !== undefined && t('train.state.left', { duration: formatSecondsLeft(left) }),
      ]
        .filter(Boolean)
        .join(' · ');
    }
    default:
      return stateName(record);
  }
}

/** "Validation accuracy after the last epoch: ResNet-44 95.8%, Plain-44 41.2% (means of 3 seeds)." */
export function studyWords(finished: readonly RunRecord[]): string {
  const arms = groupSeeds(finished).map(({ arm, runs }) => {
    const last = runs.map(({ epochs }) => epochs.at(-1)?.valAccuracy ?? 0);
    const accuracy = formatPercent(last.reduce((sum, one) => sum + one, 0) / last.length);
    return { words: t('train.study.arm', { arm, accuracy }), seeds: last.length };
  });
  const counts = new Set(arms.map(({ seeds }) => seeds));
  return t('train.study.accuracies', {
    arms: joinSome(arms.map(({ words }) => words)),
    seeds: Math.max(1, ...counts),
    same: counts.size > 1 ? 'no' : 'yes',
  });
}

/** Why a run ended early and what was kept; undefined if it finished. */
export function endWords(run: RunRecord): string | undefined {
  const { state, checkpointEpoch, startedAt, changes } = run;
  const error = errorOf(run);
  const last = changes.at(-1);
  const kept =
    checkpointEpoch > 0
      ? t('train.end.kept', { epoch: checkpointEpoch })
      : // The message about a divergence says so already.
        /no checkpoint/i.test(run.error ?? '')
        ? ''
        : t('train.end.beforeCheckpoint');
  switch (state) {
    case 'failed':
      return `${error ?? t('train.end.noReason')} ${kept}`.trim();
    case 'interrupted':
      return `${error ?? t('train.end.vanished')} ${kept}`.trim();
    case 'stopped':
      if (last?.type === 'halved') return t('statistics.halving.history', { epoch: last.epoch });
      return startedAt ? kept : t('train.end.beforeStart');
    default:
      return undefined;
  }
}
