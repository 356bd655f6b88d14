/** The images of a split: where they are, and which output of a network each should get. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture, PredictedSplit } from '../../core/contract/predict';
import { listOf } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { refuse } from '../basics/refusal';
import type { SplitSource } from '../compiler/types';
import type { DatasetManifest, DatasetStore, SplitName } from '../datasets';
import { selectSplits } from '../datasets/selection';
import { int32, readInt32 } from '../datasets/storage/raw-files';
import { labelsFile, splitOf, splitSource } from '../datasets/storage/store';
import { type AskedNetwork, classCount, trainedHere } from './network';

export interface SplitImages {
  dataset: DatasetManifest;
  source: SplitSource;
  /** Their split in the data set, and their positions in it. */
  from: SplitName;
  indices: Int32Array;
  /** True outputs of the network. */
  labels: Int32Array;
  /** Names of the outputs. */
  classes: readonly string[];
}

export type Datasets = Pick<DatasetStore, 'manifest' | 'folder'>;

/**
 * The images that a run selected.
 * @throws Refusal if the data set is gone or has changed, or the run has no such images
 */
export async function imagesOfRun(
  datasets: Datasets,
  { id, settings, split: recorded }: RunRecord,
  split: PredictedSplit,
): Promise<SplitImages> {
  const manifest = await datasets.manifest(settings.dataset);
  const { digest } = recorded ?? {};
  if (digest !== undefined && manifest.digest !== undefined && digest !== manifest.digest) {
    refuse('predict.otherData', { id, dataset: manifest.name });
  }
  const selected = await selectSplits(datasets.folder(settings.dataset), manifest, settings);
  const source = selected.splits[split];
  const drawn = selected.draws[split];
  if (!source || !drawn) refuse('predict.noTest', { dataset: manifest.name });
  const { from, indices } = drawn;
  return { dataset: manifest, source, from, indices, labels: drawn.labels, classes: selected.classes };
}

/** Those of the first network. @throws Refusal where another was trained on other images. */
export async function sharedImages(
  datasets: Datasets,
  networks: readonly AskedNetwork[],
  split: PredictedSplit,
): Promise<SplitImages> {
  const [first, ...others] = networks as [AskedNetwork, ...AskedNetwork[]];
  const images = await imagesOfRun(datasets, trainedHere(first).run, split);
  for (const other of others) {
    const theirs = await imagesOfRun(datasets, trainedHere(other).run, split);
    const same =
      theirs.dataset.id === images.dataset.id &&
      theirs.from === images.from &&
      theirs.classes.join('\n') === images.classes.join('\n') &&
      Buffer.from(theirs.indices.buffer).equals(Buffer.from(images.indices.buffer));
    if (!same) refuse('predict.otherImages', { first: first.title, other: other.title });
  }
  return images;
}

/**
 * All images of another data set whose classes the network knows by name. Outputs without names are matched to the
 * set's classes by order, if their numbers are equal.
 * @param folder of the caller, for the labels
 * @throws Refusal if it knows no class, or there is no such split
 */
export async function imagesOfSet(
  datasets: Datasets,
  id: string,
  split: PredictedSplit,
  network: AskedNetwork,
  folder: string,
): Promise<SplitImages> {
  const manifest = await datasets.manifest(id);
  const from = split === 'validation' ? 'val' : split;
  const { count } = splitOf(manifest, from);
  if (count === 0) refuse('predict.noSplit', { dataset: manifest.name, split });
  const classes = network.inference.classes ?? namesInOrder(network, manifest);
  const outputs = manifest.classes.map((name) => classes.indexOf(name));
  const all = await readInt32(labelsFile(datasets.folder(id), from));
  const mapped = all.map((label) => outputs[label] ?? -1);
  const indices = Int32Array.from(mapped.keys()).filter((index) => (mapped[index] as number) >= 0);
  if (indices.length === 0) {
    refuse('predict.otherClasses', {
      dataset: manifest.name,
      known: listOf(classes.slice(0, MOST_NAMES), 'unit'),
      found: listOf(manifest.classes.slice(0, MOST_NAMES), 'unit'),
    });
  }
  const file = join(folder, 'labels.i32');
  await writeFile(file, int32(mapped.map((label) => Math.max(0, label))));
  const source = { ...splitSource(datasets.folder(id), manifest, from), labelsFile: file };
  const labels = indices.map((index) => mapped[index] as number);
  return { dataset: manifest, source, from, indices, labels, classes };
}

function namesInOrder(network: AskedNetwork, { name, classes }: DatasetManifest): readonly string[] {
  const outputs = classCount(network);
  if (outputs === classes.length) return classes;
  return refuse('predict.otherCount', {
    ...{ network: network.title, outputs, dataset: name, classes: classes.length },
  });
}

/** Class names in a message. */
const MOST_NAMES = 12;

/** @param position among the selected images. */
export function pictureOf(
  { dataset, from, indices, labels, classes }: SplitImages,
  split: PredictedSplit,
  position: number,
): Picture {
  return {
    name: `${split} ${position}`,
    image: { dataset: dataset.id, split: from, index: indices[position] as number },
    position,
    label: classes[labels[position] as number] as string,
  };
}

/** @throws Refusal for a position beyond the images. */
export function requireThere(
  { dataset, indices }: SplitImages,
  split: string,
  wanted: readonly number[],
): void {
  const index = wanted.find((one) => one >= indices.length);
  if (index !== undefined) {
    refuse('datasets.beyondSplit', { name: dataset.name, split, count: indices.length, index });
  }
}
