/** The splits of a data set as its makers meant them, in words. */
import type { DatasetInfo } from '../../core/contract/datasets';

export type SplitId = 'train' | 'val' | 'test';

export interface SplitChoice {
  id: SplitId;
  /** "Training" */
  label: string;
  /** "training", as in "training image 7". */
  word: string;
  count: number;
  /** In the order of the classes; empty while the set is absent. */
  perClass: readonly number[];
}

/** Those that have images. */
export function splitsOf(info: DatasetInfo): SplitChoice[] {
  const second = info.valRole === 'test' ? ['Test', 'test'] : ['Validation', 'validation'];
  const all: SplitChoice[] = [
    {
      id: 'train',
      label: 'Training',
      word: 'training',
      count: info.trainCount,
      perClass: info.trainPerClass,
    },
    { id: 'val', label: second[0]!, word: second[1]!, count: info.valCount, perClass: info.valPerClass },
    { id: 'test', label: 'Test', word: 'test', count: info.testCount, perClass: info.testPerClass },
  ];
  return all.filter(({ count }) => count > 0);
}

export const imageCount = ({ trainCount, valCount, testCount }: DatasetInfo): number =>
  trainCount + valCount + testCount;
