/** What a report says, in sentences. */

import type { DatasetInfo } from '../../../core/contract/datasets';
import type { Leakage } from '../../../core/contract/report';
import { formatCount, formatDecimals, formatPercent } from '../../../core/format/number';
import { plural } from '../../../core/format/plural';
import { joinSome } from '../../../core/graph/words';
import { type SplitChoice, type SplitId, splitsOf } from '../splits';

/** Names that a sentence bears. */
const NAMES = 5;
/** From here on a model that always says the largest class does well enough to fool its reader. */
const UNEVEN = 1.5;

export const splitWord = (info: DatasetInfo, id: SplitId): string =>
  splitsOf(info).find((split) => split.id === id)?.word ?? id;

const listed = (names: readonly string[]): string => joinSome(names, NAMES);

/** 3.2 -> "3.2 times"; 12.4 -> "12 times" */
const times = (ratio: number): string => `${formatDecimals(ratio, ratio < 9.95 ? 1 : 0)} times`;

/** How even the classes of a split are; and which it lacks. */
export function balanceWords({ label, word, perClass }: SplitChoice, classes: readonly string[]): string {
  const present = perClass.filter((count) => count > 0);
  if (present.length === 0) return `${label}: no images.`;
  const most = Math.max(...present);
  const fewest = Math.min(...present);
  const name = (count: number) => classes[perClass.indexOf(count)] ?? '';
  const sentences: string[] = [];
  if (most === fewest) {
    sentences.push(
      `${label}: ${present.length === perClass.length ? 'every class has' : 'the classes that are there have'} ` +
        `${plural(most, 'image')}.`,
    );
  } else {
    sentences.push(
      `${label}: ${name(most)} has ${times(most / fewest)} the images of ${name(fewest)} ` +
        `(${formatCount(most)} against ${formatCount(fewest)}).`,
    );
    if (most / fewest >= UNEVEN) {
      const share = most / present.reduce((sum, count) => sum + count, 0);
      sentences.push(`Always saying ${name(most)} is right for ${formatPercent(share)} of them.`);
    }
  }
  const missing = classes.filter((_, index) => perClass[index] === 0);
  if (missing.length > 0) sentences.push(`No ${word} images of ${listed(missing)}.`);
  return sentences.join(' ');
}

/** How far near-duplicates may be believed: they were looked at by eye on one set only. */
export const trustWords = ({ id }: Pick<DatasetInfo, 'id'>): string =>
  id === 'cifar10'
    ? 'Of 90 groups of this set that were drawn at random and looked at one or two were doubtful.'
    : 'How often they are wrong was looked at on CIFAR-10 only (one or two groups of 90), not on this set: judge by the pictures.';

/** "327 of 10,000 test images (3.3%) have a near-duplicate in training: accuracy on them measures memory." @param alike only exact copies were told */
export function leakageWords(info: DatasetInfo, leakage: Leakage, alike = false): string {
  const { of, in: into, count, images, exact, near, labelsDiffer } = leakage;
  const [ofWord, inWord] = [splitWord(info, of), splitWord(info, into)];
  if (images === 0) return `No ${ofWord} image has ${alike ? 'an exact copy' : 'a duplicate'} in ${inWord}.`;
  const what = exact === 0 ? 'a near-duplicate' : near === 0 ? 'an exact copy' : 'a duplicate';
  const parts = exact > 0 && near > 0 ? ` (${formatCount(exact)} exact, ${formatCount(near)} near)` : '';
  const meaning =
    into === 'train'
      ? 'accuracy on them measures memory'
      : 'the two numbers are less independent than they look';
  const strange =
    labelsDiffer === 0
      ? ''
      : ` ${formatCount(labelsDiffer)} of them ${labelsDiffer === 1 ? 'bears' : 'bear'} another label there.`;
  return (
    `${formatCount(images)} of ${plural(count, `${ofWord} image`)} (${formatPercent(images / count)}) ` +
    `${images === 1 ? 'has' : 'have'} ${what} in ${inWord}${parts}: ${meaning}.${strange}`
  );
}
