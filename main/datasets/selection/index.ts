/**
 * Selects the images of a training as files for the compiler. Complete splits and the first images of one are read where
 * they are; others are written beside the data set once.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { type DatasetManifest, imagesFile, labelsFile, type SplitName } from '../store';
import { type Drawn, type Draws, drawSelection, type Labels } from './draw';
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
  const key = selectionKey(manifest, [selection, trainLimit, valLimit]);
  const subset = wanted.length === 0 ? folder : await keepSubset(folder, manifest, key, wanted);
  const source = (name: SplitName, drawn: Drawn): SplitSource => {
    const own = wanted.find((one) => one.name === name);
    return sourceOf(folder, manifest, {
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
    perClass: perClassOf(draws),
    plan,
  };
}

export const countsOf = ({ train, validation, test }: SelectionPlan): SelectedCounts => ({
  train: train.count,
  validation: validation.count,
  ...(test ? { test: test.count } : {}),
});

const perClassOf = ({ train, validation, test }: Draws): PerClass => ({
  train: train.perClass,
  validation: validation.perClass,
  ...(test ? { test: test.perClass } : {}),
});

async function drawsOf(
  folder: string,
  manifest: DatasetManifest,
  { selection: { seed } }: Choice,
  plan: SelectionPlan,
): Promise<Draws> {
  const labels: Record<string, Int32Array> = {};
  for (const name of ['train', 'val', 'test'] as const) {
    const count = manifest[name]?.count ?? 0;
    if (count > 0) labels[name] = await readLabels(folder, name, count);
  }
  return drawSelection(plan, labels as Labels, { seed, name: manifest.name });
}

async function readLabels(folder: string, name: SplitName, count: number): Promise<Int32Array> {
  const bytes = await readFile(labelsFile(folder, name));
  const labels = new Int32Array(Math.min(count, Math.floor(bytes.length / 4)));
  for (let index = 0; index < labels.length; index++) labels[index] = bytes.readInt32LE(index * 4);
  return labels;
}

/** These are read where they are, like a complete split. */
function isBeginning({ indices }: Drawn): boolean {
  const last = indices.at(-1);
  return last === undefined || last === indices.length - 1;
}

function sourceOf(
  root: string,
  manifest: DatasetManifest,
  place: {
    images: [folder: string, name: SplitName];
    labels: [folder: string, name: SplitName];
    count: number;
  },
): SplitSource {
  const labels = labelsFile(...place.labels);
  if (manifest.storage === 'raw') {
    const { imageShape } = manifest;
    return { imagesFile: imagesFile(...place.images), imageShape, labelsFile: labels, count: place.count };
  }
  const [folder, name] = place.images;
  return {
    kind: 'files',
    pathsFile: join(folder, `${name}.files.txt`),
    root,
    labelsFile: labels,
    count: place.count,
  };
}
