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

/** "Trained on the 50,000 official training images, ...; of these only the first 2,000 training images." */
export function splitSentence(info: DatasetInfo, limits: Limits): string {
  const { train, validation } = imagesOf(info, limits);
  const narrowed = [
    ...(train < info.trainCount ? [`the first ${formatCount(train)} training images`] : []),
    ...(validation < info.valCount ? [`the first ${formatCount(validation)} validation images`] : []),
  ];
  const only = narrowed.length > 0 ? `; of these only ${narrowed.join(' and ')}` : '';
  const { splitDescription } = info;
  return `${splitDescription.charAt(0).toUpperCase()}${splitDescription.slice(1)}${only}.`;
}
