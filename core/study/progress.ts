/** How far a study is, and how a window's title and a tray say so. */
import { formatPercent } from '../format/number';
import { plural } from '../format/plural';
import { nameOf, type RunRecord } from './run';

export interface RunProgress {
  record: Pick<RunRecord, 'arm' | 'state' | 'settings' | 'epochs' | 'stepsPerEpoch'>;
  /** Updates done over the whole run; absent before the first of this session. */
  step?: number;
}

const isUnderWay = ({ record: { state } }: RunProgress): boolean =>
  state === 'running' || state === 'preparing';

/** Share of its epochs that a run has done, in 0..1; 1 once it has ended. */
export function runFraction({ record, step }: RunProgress): number {
  const { state, settings, epochs, stepsPerEpoch } = record;
  if (['finished', 'stopped', 'failed', 'interrupted'].includes(state)) return 1;
  const byEpoch = epochs.length / settings.epochs;
  const byStep = step !== undefined && stepsPerEpoch ? step / (stepsPerEpoch * settings.epochs) : 0;
  return Math.min(1, Math.max(byEpoch, byStep));
}

/** In 0..1; every run counts the same. */
export function studyFraction(runs: readonly RunProgress[]): number {
  if (runs.length === 0) return 0;
  return runs.reduce((sum, run) => sum + runFraction(run), 0) / runs.length;
}

/** Never 100 before the end. */
export const percentOf = (fraction: number): number => Math.min(99, Math.floor(100 * fraction));

/** "42% · ResNet-20, seed 1 · Skipwire" while a study trains, "Skipwire" otherwise. */
export function titleOf(runs: readonly RunProgress[], active: boolean): string {
  if (!active || runs.length === 0) return 'Skipwire';
  const current = runs.find(isUnderWay);
  const parts = [
    formatPercent(percentOf(studyFraction(runs)) / 100, 0),
    current && nameOf(current.record),
    'Skipwire',
  ];
  return parts.filter(Boolean).join(' · ');
}

/** "ResNet-20, seed 1 is being trained (epoch 4 of 12). 2 runs wait behind it." */
export function trainingSentence(runs: readonly RunProgress[]): string {
  const waiting = runs.filter(({ record }) => record.state === 'queued').length;
  const behind = waiting > 0 ? ` ${plural(waiting, 'run')} ${waiting > 1 ? 'wait' : 'waits'} behind it.` : '';
  const current = runs.find(isUnderWay);
  if (!current) return `A study is being trained.${behind}`;
  const { epochs, settings, state } = current.record;
  const place =
    state === 'preparing'
      ? 'it is being prepared'
      : `epoch ${Math.min(settings.epochs, epochs.length + 1)} of ${settings.epochs}`;
  return `${nameOf(current.record)} is being trained (${place}).${behind}`;
}
