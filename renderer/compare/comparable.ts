/** Why numbers of the selected runs cannot be compared. Pure. */

import { formatCount } from '../../core/format/number';
import { join, t } from '../../core/messages';
import { datasetName } from '../../core/study/data';
import type { RunRecord } from '../../core/study/run';

const several = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

const dataOf = ({ split, settings }: RunRecord) => split?.dataset ?? datasetName(settings.dataset);

/** One sentence for each reason. Runs without an epoch are ignored. */
export function incomparable(runs: readonly RunRecord[]): string[] {
  const begun = runs.filter(({ epochs }) => epochs.length > 0);
  const found: string[] = [];
  const sets = several(begun.map(dataOf));
  const images = several(begun.flatMap(({ split }) => split?.description ?? []));
  const counts = several(
    begun.flatMap(({ split }) => (split ? [`${split.trainCount} ${split.valCount}`] : [])),
  );
  if (sets.length > 1) {
    found.push(t('compare.incomparable.datasets', { names: join(sets) }));
  } else if (counts.length > 1) {
    const words = counts.map((pair) =>
      pair
        .split(' ')
        .map((count) => formatCount(Number(count)))
        .join(' / '),
    );
    found.push(t('compare.incomparable.counts', { counts: join(words) }));
  } else if (images.length > 1) {
    found.push(t('compare.incomparable.images'));
  }
  const done = several(begun.filter(({ state }) => state === 'finished').map(({ epochs }) => epochs.length));
  if (done.length > 1) {
    const epochs = done.sort((a, b) => a - b).map(formatCount);
    found.push(t('compare.incomparable.epochs', { epochs: join(epochs) }));
  }
  return found;
}
