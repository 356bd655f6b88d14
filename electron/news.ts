import { t } from '../core/messages';
import { errorOf, nameOf, type RunRecord } from '../core/study/run';

export interface News {
  title: string;
  body: string;
  /** What a click shows. */
  view: 'train' | 'compare';
}

type Run = Pick<RunRecord, 'arm' | 'settings' | 'state' | 'error'>;

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

export const failureNews = (run: Run): News => ({
  title: t(run.state === 'failed' ? 'desktop.news.failed' : 'desktop.news.interrupted', {
    run: nameOf(run),
  }),
  body: firstLine(errorOf(run) ?? t('desktop.news.seeTrain')),
  view: 'train',
});

/** Undefined if no run has finished. */
export function endNews(runs: readonly Run[]): News | undefined {
  const finished = runs.filter(({ state }) => state === 'finished');
  const [first] = finished;
  if (!first) return undefined;
  const left = runs.length - finished.length;
  const done =
    finished.length === 1
      ? t('desktop.news.oneFinished', { run: nameOf(first) })
      : t('desktop.news.manyFinished', { count: finished.length });
  const others = left > 0 ? [t('desktop.news.othersDidNot', { count: left })] : [];
  return { title: t('desktop.news.finished'), body: [done, ...others].join(' '), view: 'compare' };
}
