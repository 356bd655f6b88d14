/** The official splits. Manifests and runs keep the English text and are compared by it: it must not change. */
import { type Message, message } from '../../../core/messages';

export interface SplitSizes {
  train: number;
  val: number;
  test?: number;
}

/**
 * "trained on the 9,469 official training images, validated on the 3,925 official validation images"
 * @param role of the second split
 * @param official all images of the official splits are used
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
