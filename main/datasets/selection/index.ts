/** From a data set on disk and the settings of a run to the files that its splits are read from. */
import type { TrainingSettings } from '../../../core/study/settings';
import type { SplitSource } from '../../compiler/types';
import { type DatasetManifest, type SplitName, splitSource } from '../store';

/** What a run is trained, validated and finally tested on. */
export interface SelectedSplits {
  train: SplitSource;
  validation: SplitSource;
  /** Absent where validation leaves no images for a test number. */
  test?: SplitSource | undefined;
}

export async function selectSplits(
  folder: string,
  manifest: DatasetManifest,
  settings: TrainingSettings,
): Promise<SelectedSplits> {
  const split = (name: SplitName, limit: number | null) => {
    const source = splitSource(folder, manifest, name);
    return { ...source, count: Math.min(source.count, limit ?? source.count) };
  };
  return { train: split('train', settings.trainLimit), validation: split('val', settings.valLimit) };
}
