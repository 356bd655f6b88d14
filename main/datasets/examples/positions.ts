/** Which images of a split to show: all of them, or those of a class. */
import type { ExamplesRequest } from '../../../core/contract/datasets';
import { refuse } from '../../basics/refusal';
import { PerImport } from '../storage/per-import';
import { readInt32 } from '../storage/raw-files';
import { type DatasetManifest, labelsFile, type SplitName, splitOf } from '../storage/store';

export class Positions {
  readonly #labels = new PerImport<Int32Array>();

  labels(folder: string, manifest: DatasetManifest, split: SplitName): Promise<Int32Array> {
    const file = labelsFile(folder, split);
    return this.#labels.get(file, manifest, () => readInt32(file));
  }

  /** Beyond the end, a page is empty. @throws Refusal for an unknown class. */
  async page(
    folder: string,
    manifest: DatasetManifest,
    { split, offset, limit, classIndex }: Pick<ExamplesRequest, 'split' | 'offset' | 'limit' | 'classIndex'>,
  ): Promise<{ indices: number[]; total: number }> {
    const last = manifest.classes.length - 1;
    if (classIndex !== undefined && classIndex > last) {
      refuse('datasets.beyondClasses', { name: manifest.name, last, index: classIndex });
    }
    if (classIndex === undefined) {
      const total = splitOf(manifest, split).count;
      const length = Math.max(0, Math.min(limit, total - offset));
      return { indices: Array.from({ length }, (_, n) => offset + n), total };
    }
    const labels = await this.labels(folder, manifest, split);
    const ofClass = [...labels.keys()].filter((index) => labels[index] === classIndex);
    return { indices: ofClass.slice(offset, offset + limit), total: ofClass.length };
  }
}

/** @throws Refusal for a position beyond the split. @returns the number of its images */
export function requireInSplit(
  manifest: DatasetManifest,
  split: SplitName,
  indices: readonly number[],
): number {
  const { count } = splitOf(manifest, split);
  const index = indices.find((one) => one >= count);
  if (index !== undefined) refuse('datasets.beyondSplit', { name: manifest.name, split, count, index });
  return count;
}
