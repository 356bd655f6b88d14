/** What is trained on and what is validated on where nobody chooses otherwise: a data set's `splitDescription`. */
import { plural } from '../../core/format/plural';

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
export function splitWords(
  { train, val, test = 0 }: SplitSizes,
  role: 'validation' | 'test',
  official = false,
): string {
  const images = (count: number, what: string) =>
    `${official ? 'the ' : ''}${plural(count, `${official ? 'official ' : ''}${what}image`)}`;
  if (val === 0) {
    return `${plural(train, 'image')} in one split: a part of them is held out for validation`;
  }
  return [
    `trained on ${images(train, 'training ')}`,
    `validated on ${images(val, `${role} `)}`,
    ...(test > 0 ? [`tested on ${images(test, 'test ')}`] : []),
  ].join(', ');
}
