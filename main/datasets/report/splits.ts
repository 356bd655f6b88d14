import type { SplitReport } from '../../../core/contract/report';
import { type DatasetManifest, type SplitName, splitOf } from '../storage/store';

export const reportSplits = (manifest: DatasetManifest): SplitReport[] =>
  (['train', 'val', 'test'] as const)
    .filter((split) => splitOf(manifest, split).count > 0)
    .map((split) => reportSplit(split, splitOf(manifest, split)));

export function reportSplit(
  split: SplitName,
  { count, perClass }: { count: number; perClass: readonly number[] },
): SplitReport {
  const present = perClass.filter((images) => images > 0);
  const most = Math.max(...present);
  const fewest = Math.min(...present);
  const some = present.length > 0;
  return {
    split,
    count,
    perClass: [...perClass],
    imbalance: some ? most / fewest : null,
    largest: some ? perClass.indexOf(most) : null,
    smallest: some ? perClass.indexOf(fewest) : null,
    missing: perClass.flatMap((images, index) => (images === 0 ? [index] : [])),
  };
}
