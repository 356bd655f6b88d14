/** Why numbers of the chosen runs do not stand beside each other. Pure. */

import { formatCount } from '../../core/format/number';
import { joinWords } from '../../core/graph/words';
import { datasetName } from '../../core/study/data';
import type { RunRecord } from '../../core/study/run';

const several = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

const dataOf = ({ split, settings }: RunRecord) => split?.dataset ?? datasetName(settings.dataset);

/** One sentence for each rule that is broken; none where accuracies may be compared. Runs without an epoch say nothing. */
export function incomparable(runs: readonly RunRecord[]): string[] {
  const begun = runs.filter(({ epochs }) => epochs.length > 0);
  const found: string[] = [];
  const sets = several(begun.map(dataOf));
  const images = several(begun.flatMap(({ split }) => split?.description ?? []));
  const counts = several(
    begun.flatMap(({ split }) => (split ? [`${split.trainCount} ${split.valCount}`] : [])),
  );
  if (sets.length > 1) {
    found.push(`The data sets differ: ${joinWords(sets)}. Their accuracies do not compare.`);
  } else if (counts.length > 1) {
    const words = counts.map((pair) =>
      pair
        .split(' ')
        .map((count) => formatCount(Number(count)))
        .join(' / '),
    );
    found.push(
      `The images differ: ${joinWords(words)} (training / validation). Their accuracies do not compare.`,
    );
  } else if (images.length > 1) {
    found.push(
      'The images differ: other ones of the set were drawn, or other classes. Their accuracies do not compare.',
    );
  }
  const done = several(begun.filter(({ state }) => state === 'finished').map(({ epochs }) => epochs.length));
  if (done.length > 1) {
    const epochs = done.sort((a, b) => a - b).map(formatCount);
    found.push(
      `They were trained for ${joinWords(epochs)} epochs: compare curves at the same epoch, not their ends.`,
    );
  }
  return found;
}
