/**
 * What is trained on and what is validated on where nobody chooses otherwise. The English text is in a set's manifest
 * and in the records of runs, by which runs are compared: it stays as it is.
 */
import { type Message, message } from '../../core/messages';

export interface SplitSizes {
  train: number;
  val: number;
  test?: number;
}

/**
 * "trained on the 9,469 official training images, validated on the 3,925 official validation images"
 * @param role of the second split
 * @param official they are those of the set's makers, all of them
 */
export function splitsMessage(
  { train, val, test = 0 }: SplitSizes,
  role: 'validation' | 'test',
  official = false,
): Message {
  if (val === 0) return message('datasets.splits.one', { train });
  return test > 0
    ? message('datasets.splits.three', { train, val, test, role })
    : message('datasets.splits.two', { train, val, role, official: official ? 'yes' : 'no' });
}
