/** The list of data sets in groups, filtered. Pure. */
import { matchesWords, searchWords } from '../../core/basics/search';
import type { DatasetInfo } from '../../core/contract/datasets';
import { textOf } from '../../core/messages';
import type { DatasetsState } from '../client/datasets';

export interface Group {
  kind: DatasetInfo['kind'];
  datasets: readonly DatasetInfo[];
  /** Own sets that are being imported for the first time. */
  coming: readonly { id: string; name: string }[];
}

const KINDS = ['own', 'catalogue', 'drawn'] as const;

/** Sets with every word in the name, id, description or a class; empty groups are left out. */
export function grouped(
  { datasets, jobs }: Pick<DatasetsState, 'datasets' | 'jobs'>,
  filter: string,
): Group[] {
  const words = searchWords(filter);
  const known = new Set(datasets.map(({ id }) => id));
  const coming = Object.entries(jobs).flatMap(([id, job]) =>
    job?.work === 'own' && !known.has(id) && matchesWords(words, [job.name ?? '', id])
      ? [{ id, name: job.name ?? id }]
      : [],
  );
  const found = datasets.filter(({ id, name, description, classes }) =>
    matchesWords(words, [id, name, textOf(description), ...classes]),
  );
  return KINDS.map((kind) => ({
    kind,
    datasets: found.filter((info) => info.kind === kind),
    coming: kind === 'own' ? coming : [],
  })).filter((group) => group.datasets.length + group.coming.length > 0);
}
