/** The official splits of a data set. */
import type { DatasetInfo } from '../../core/contract/datasets';

export type SplitId = 'train' | 'val' | 'test';

export type SplitRole = 'train' | 'validation' | 'test';

export interface SplitChoice {
  id: SplitId;
  /** Its official name, as the messages know it. */
  role: SplitRole;
  count: number;
  /** In the order of the classes; empty while the set is absent. */
  perClass: readonly number[];
}

/** Those that have images. */
export function splitsOf(info: DatasetInfo): SplitChoice[] {
  const all: SplitChoice[] = [
    { id: 'train', role: 'train', count: info.trainCount, perClass: info.trainPerClass },
    { id: 'val', role: info.valRole, count: info.valCount, perClass: info.valPerClass },
    { id: 'test', role: 'test', count: info.testCount, perClass: info.testPerClass },
  ];
  return all.filter(({ count }) => count > 0);
}

export const roleOf = (info: DatasetInfo, id: SplitId): SplitRole => (id === 'val' ? info.valRole : id);

type Counts = Pick<DatasetInfo, 'trainCount' | 'valCount' | 'testCount'>;

export const imageCount = ({ trainCount, valCount, testCount }: Counts): number =>
  trainCount + valCount + testCount;
