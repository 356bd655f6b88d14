/** Texts and decisions for when a process of Chromium has crashed. */
import { type Key, t } from '../core/messages';
import { type AgainOrQuit, againOrQuit, type Question } from './ask';

/** Part of Electron's RenderProcessGoneDetails and Details. */
export interface Gone {
  reason: string;
  type?: string;
}

const WHY: Readonly<Record<string, Key>> = {
  killed: 'desktop.gone.killed',
  oom: 'desktop.gone.oom',
  'launch-failed': 'desktop.gone.launchFailed',
};
const why = (reason: string): string => t(WHY[reason] ?? 'desktop.gone.crashed');

/** After this many crashes in this many milliseconds, reloading does not help. */
const LIMIT = { deaths: 3, within: 60_000 };

/** @param deaths times in milliseconds, the newest included. */
export function mayReload(deaths: readonly number[], now: number): boolean {
  return deaths.filter((at) => now - at < LIMIT.within).length < LIMIT.deaths;
}

export const reloadedWords = ({ reason }: Gone, training: boolean): string =>
  t(training ? 'desktop.gone.reloadedTraining' : 'desktop.gone.reloaded', { reason: why(reason) });

export const diesAgainQuestion = ({ reason }: Gone, training: boolean): Question<AgainOrQuit> => ({
  ...againOrQuit(),
  message: t('desktop.gone.keepsFailing'),
  detail: t(training ? 'desktop.gone.failedTimesTraining' : 'desktop.gone.failedTimes', {
    count: LIMIT.deaths,
    reason: why(reason),
  }),
  cancel: 'again',
});

/** Undefined for crashes that nobody needs to know about: other processes, and machines without a GPU. */
export function childGoneWords({ type, reason }: Gone, training: boolean): string | undefined {
  if (type !== 'GPU' || !['killed', 'crashed', 'oom'].includes(reason)) return undefined;
  return t(training ? 'desktop.gone.graphicsTraining' : 'desktop.gone.graphics', { reason: why(reason) });
}
