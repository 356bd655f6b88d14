/** What to do and to say when a process of Chromium has gone. Pure. */
import type { Question } from './ask';

/** As Electron's RenderProcessGoneDetails and Details. */
export interface Gone {
  reason: string;
  type?: string;
}

const WHY: Readonly<Record<string, string>> = {
  killed: 'its process was ended from outside',
  oom: 'it ran out of memory',
  'launch-failed': 'its process could not be started',
};
const why = (reason: string): string => WHY[reason] ?? 'its process crashed';

/** As many deaths in this many milliseconds are no accident: loading the page again does not help. */
const LIMIT = { deaths: 3, within: 60_000 };

/** @param deaths when the window died so far, this time included, in milliseconds. */
export function mayReload(deaths: readonly number[], now: number): boolean {
  return deaths.filter((at) => now - at < LIMIT.within).length < LIMIT.deaths;
}

const unharmed = (training: boolean): string => (training ? ' Training was not affected.' : '');

/** What the window says when it is back. */
export const reloadedWords = ({ reason }: Gone, training: boolean): string =>
  `The window was reloaded: ${why(reason)}.${unharmed(training)}`;

/** For a window that dies again and again. */
export const diesAgainQuestion = ({ reason }: Gone, training: boolean): Question<'again' | 'quit'> => ({
  type: 'error',
  message: 'The window keeps failing.',
  detail: `It failed ${LIMIT.deaths} times within a minute. The last time, ${why(reason)}.${training ? ' Training goes on without it.' : ''}`,
  buttons: [
    { answer: 'again', label: 'Try again' },
    { answer: 'quit', label: 'Quit' },
  ],
  cancel: 'again',
});

/** Undefined where nobody needs to know: other processes, and a machine without a GPU, where the process gives up by itself. */
export function childGoneWords({ type, reason }: Gone, training: boolean): string | undefined {
  if (type !== 'GPU' || !['killed', 'crashed', 'oom'].includes(reason)) return undefined;
  return `The graphics process was restarted: ${why(reason)}.${unharmed(training)}`;
}
