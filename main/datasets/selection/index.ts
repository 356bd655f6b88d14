/**
 * Selects the images of a training as files for the compiler. Complete splits and the first images of one are read where
 * they are; others are written beside the data set once.
 */
import { lines } from '../../../core/messages';
import type { PerClass } from '../../../core/study/run';
import {
  type Choice,
  planSelection,
  type SelectableSet,
  SelectionError,
  type SelectionPlan,
} from '../../../core/study/selection';
import { Refusal } from '../../basics/refusal';
import type { SplitSource } from '../../compiler/types';
import { readInt32 } from '../storage/raw-files';
import { type DatasetManifest, labelsFile, type SplitName, splitSource } from '../storage/store';
import { type Drawn, type Draws, drawSelection } from './draw';
import { keepSubset, selectionKey, type Wanted } from './subset';

export interface SelectedCounts {
  train: number;
  validation: number;
  test?: number;
}

export interface SelectedSplits {
  train: SplitSource;
  validation: SplitSource;
  /** Absent if validation leaves no images for a test. */
  test?: SplitSource | undefined;
}

export interface Selected {
  splits: SelectedSplits;
  counts: SelectedCounts;
  /** Names of the network's outputs. */
  classes: readonly string[];
  /** Images by output. */
  perClass: PerClass;
  plan: SelectionPlan;
  /** Where the images are in the data set. */
  draws: Draws;
}

/** @throws Refusal if the set does not have what the settings ask for. */
export function planOf(set: SelectableSet, settings: Choice): SelectionPlan {
  try {
    return planSelection(set, settings);
  } catch (error) {
    if (error instanceof SelectionError) throw new Refusal(lines(error.problems));
    throw error;
  }
}

/** May write a subset (subset.ts). @throws Refusal as `planOf`, for wrong labels, or if the disk is full. */
export async function selectSplits(
  folder: string,
  manifest: DatasetManifest,
  settings: Choice,
): Promise<Selected> {
  const plan = planOf(manifest, settings);
  const draws = await drawsOf(folder, manifest, settings, plan);
  const parts: [SplitName, Drawn][] = [
    ['train', draws.train],
    ['val', draws.validation],
    ...(draws.test ? [['test', draws.test] as [SplitName, Drawn]] : []),
  ];
  const wanted = parts.flatMap(([name, drawn]): Wanted[] => {
    const images = !isBeginning(drawn);
    return images || !plan.whole ? [{ name, drawn, images }] : [];
  });
  const { selection, trainLimit, valLimit } = settings;
  // The tutorial's order may shorten the validation split.
  const shortened = settings.order === 'tutorial' ? [plan.validation.count] : [];
  const key = selectionKey(manifest, [selection, trainLimit, valLimit, ...shortened]);
  const subset = wanted.length === 0 ? folder : await keepSubset(folder, manifest, key, wanted);
  const source = (name: SplitName, drawn: Drawn): SplitSource => {
    const own = wanted.find((one) => one.name === name);
    return splitSource(folder, manifest, drawn.from, {
      images: own?.images ? [subset, name] : [folder, drawn.from],
      labels: own ? [subset, name] : [folder, drawn.from],
      count: drawn.indices.length,
    });
  };
  const { train, validation, test } = draws;
  return {
    splits: {
      train: source('train', train),
      validation: source('val', validation),
      ...(test ? { test: source('test', test) } : {}),
    },
    counts: countsOf(plan),
    classes: plan.classes,
    perClass: {
      train: train.perClass,
      validation: validation.perClass,
      ...(test ? { test: test.perClass } : {}),
    },
    plan,
    draws,
  };
}

export const countsOf = ({ train, validation, test }: SelectionPlan): SelectedCounts => ({
  train: train.count,
  validation: validation.count,
  ...(test ? { test: test.count } : {}),
});

async function drawsOf(
  folder: string,
  manifest: DatasetManifest,
  { selection: { seed } }: Choice,
  plan: SelectionPlan,
): Promise<Draws> {
  const labels: Partial<Record<SplitName, Int32Array>> = {};
  for (const name of ['train', 'val', 'test'] as const) {
    const count = manifest[name]?.count ?? 0;
    if (count > 0) labels[name] = (await readInt32(labelsFile(folder, name))).subarray(0, count);
  }
  return drawSelection(plan, labels, { seed, name: manifest.name });
}

/** These are read where they are, like a complete split. */
function isBeginning({ indices }: Drawn): boolean {
  const last = indices.at(-1);
  return last === undefined || last === indices.length - 1;
}
