/** The list of data sets in groups, as the person filters it. Pure. */
import type { DatasetInfo } from '../../core/contract/datasets';
import type { DatasetsState } from '../client/datasets';

export interface ListedJob {
  id: string;
  name: string;
}

export interface Group {
  title: string;
  datasets: readonly DatasetInfo[];
  /** Own sets that are being imported for the first time. */
  coming: readonly ListedJob[];
}

const TITLES = [
  ['own', 'Your own'],
  ['catalogue', 'Catalogue'],
  ['drawn', 'Drawn'],
] as const;

const matches = (words: readonly string[], text: string): boolean =>
  words.every((word) => text.toLowerCase().includes(word));

/** Every word must be in the name, the id, the description or a class; empty groups are left out. */
export function grouped(
  { datasets, jobs }: Pick<DatasetsState, 'datasets' | 'jobs'>,
  filter: string,
): Group[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const known = new Set(datasets.map(({ id }) => id));
  const coming = Object.entries(jobs).flatMap(([id, job]) =>
    job?.work === 'own' && !known.has(id) && matches(words, `${job.name} ${id}`)
      ? [{ id, name: job.name ?? id }]
      : [],
  );
  const found = datasets.filter(({ id, name, description, classes }) =>
    matches(words, [id, name, description, ...classes].join('\n')),
  );
  return TITLES.map(([kind, title]) => ({
    title,
    datasets: found.filter((info) => info.kind === kind),
    coming: kind === 'own' ? coming : [],
  })).filter((group) => group.datasets.length + group.coming.length > 0);
}
