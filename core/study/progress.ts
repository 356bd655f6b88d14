/** The progress of a study, and its words for the window's title and the tray. */
import { formatPercent } from '../format/number';
import { t } from '../messages';
import { nameOf, type RunRecord } from './run';

export interface RunProgress {
  record: Pick<RunRecord, 'arm' | 'state' | 'settings' | 'epochs' | 'stepsPerEpoch'>;
  /** Updates done over the whole run; absent before this session's first. */
  step?: number;
}

export const isUnderWay = ({ record: { state } }: Pick<RunProgress, 'record'>): boolean =>
  state === 'running' || state === 'preparing';

/** In 0..1; 1 once it has ended. */
function runFraction({ record, step }: RunProgress): number {
  const { state, settings, epochs, stepsPerEpoch } = record;
  if (['finished', 'stopped', 'failed', 'interrupted'].includes(state)) return 1;
  const byEpoch = epochs.length / settings.epochs;
  const byStep = step !== undefined && stepsPerEpoch ? step / (stepsPerEpoch * settings.epochs) : 0;
  return Math.min(1, Math.max(byEpoch, byStep));
}

/** In 0..1; all runs count the same. */
export function studyFraction(runs: readonly RunProgress[]): number {
  if (runs.length === 0) return 0;
  return runs.reduce((sum, run) => sum + runFraction(run), 0) / runs.length;
}

/** A study that trains is never at 100% before its end. */
export const percentDone = (runs: readonly RunProgress[]): string =>
  formatPercent(Math.min(99, Math.floor(100 * studyFraction(runs))) / 100, 0);

/** "42% · ResNet-20, seed 1 · Skipwire" while a study trains, "Skipwire" otherwise. */
export function titleOf(runs: readonly RunProgress[], active: boolean): string {
  if (!active || runs.length === 0) return 'Skipwire';
  const current = runs.find(isUnderWay);
  const parts = [percentDone(runs), current && nameOf(current.record), 'Skipwire'];
  return parts.filter(Boolean).join(' · ');
}

/** "ResNet-20, seed 1 is training (epoch 4 of 12). 2 runs are waiting." */
export function trainingSentence(runs: readonly RunProgress[]): string {
  const count = runs.filter(({ record }) => record.state === 'queued').length;
  const waiting = count > 0 ? [t('study.progress.waiting', { count })] : [];
  return [currentSentence(runs.find(isUnderWay)?.record), ...waiting].join(' ');
}

function currentSentence(record: RunProgress['record'] | undefined): string {
  if (!record) return t('study.progress.study');
  const { epochs, settings, state } = record;
  const run = nameOf(record);
  if (state === 'preparing') return t('study.progress.preparing', { run });
  const epoch = Math.min(settings.epochs, epochs.length + 1);
  return t('study.progress.epoch', { run, epoch, epochs: settings.epochs });
}
