/** Which images a run will be trained and validated on, in words and numbers. */
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatCount } from '../charts/format';

export interface Limits {
  trainLimit: number | null;
  valLimit: number | null;
}

export function imagesOf(
  info: DatasetInfo,
  { trainLimit, valLimit }: Limits,
): { train: number; validation: number } {
  return {
    train: Math.min(info.trainCount, trainLimit ?? info.trainCount),
    validation: Math.min(info.valCount, valLimit ?? info.valCount),
  };
}

/** "Trained on the 50,000 official training images, ..."; with a limit, "the first 2,000 of the 50,000 ...". */
export function splitSentence(info: DatasetInfo, limits: Limits): string {
  const { train, validation } = imagesOf(info, limits);
  const narrow = (sentence: string, used: number, all: number) =>
    used < all
      ? sentence.replace(
          `the ${formatCount(all)} `,
          `the first ${formatCount(used)} of the ${formatCount(all)} `,
        )
      : sentence;
  const sentence = narrow(narrow(info.splitDescription, train, info.trainCount), validation, info.valCount);
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}
