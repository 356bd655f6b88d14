/** What a notification says. Pure. */
import { plural } from '../core/format/plural';
import { errorOf, nameOf, type RunRecord } from '../core/study/run';

export interface News {
  title: string;
  body: string;
  /** What a click on it shows. */
  view: 'train' | 'compare';
}

type Run = Pick<RunRecord, 'arm' | 'settings' | 'state' | 'error'>;

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

export const failureNews = (run: Run): News => ({
  title: `${nameOf(run)} ${run.state === 'failed' ? 'failed' : 'was interrupted'}`,
  body: firstLine(errorOf(run) ?? 'Train says what is left of it.'),
  view: 'train',
});

/** Undefined where nothing has finished: the person stopped it, or the failures have been shown. */
export function endNews(runs: readonly Run[]): News | undefined {
  const finished = runs.filter(({ state }) => state === 'finished');
  const [first] = finished;
  if (!first) return undefined;
  const left = runs.length - finished.length;
  const others = left > 0 ? ` ${plural(left, 'other run')} did not.` : '';
  const what = finished.length === 1 ? nameOf(first) : plural(finished.length, 'run');
  return { title: 'Training has finished', body: `${what} finished.${others}`, view: 'compare' };
}
