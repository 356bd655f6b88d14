/**
 * What a folder of TensorFlow Datasets says of itself: `dataset_info.json` (dataset_info.proto) and `features.json`
 * (feature.proto), both protobuf's JSON, in which 64-bit numbers are strings.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal } from '../../../refusal';
import { shortened } from '../names';
import { type ChosenFeatures, chooseFeatures, featureSchema } from './features';

const whole = z.coerce.number().int().nonnegative();
const infoSchema = z.object({
  name: z.string(),
  version: z.string().optional(),
  fileFormat: z.string().optional(),
  splits: z.array(z.object({ name: z.string(), shardLengths: z.array(whole).default([]) })),
  supervisedKeys: z
    .object({ tuple: z.object({ items: z.array(z.object({ featureKey: z.string().optional() })) }) })
    .optional()
    .catch(undefined),
});

export interface TfdsSplit {
  name: string;
  /** In the order of their numbers. */
  shards: { path: string; records: number }[];
}

export interface TfdsFolder extends ChosenFeatures {
  folder: string;
  name: string;
  classes: string[];
  splits: TfdsSplit[];
}

const DEPTH = 3;
export const INFO_FILE = 'dataset_info.json';
const FEATURES_FILE = 'features.json';

/** Folders at or below this one with the two files; several of a set with several versions. */
export async function tfdsFolders(root: string, depth = DEPTH): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const names = new Set(entries.map(({ name }) => name));
  if (names.has(INFO_FILE) && names.has(FEATURES_FILE)) return [root];
  if (depth === 0) return [];
  const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  // Class folders may be thousands; versions and configurations are few.
  if (below.length > 50) return [];
  const found: string[] = [];
  for (const { name } of below) found.push(...(await tfdsFolders(join(root, name), depth - 1)));
  return found.sort();
}

/** @throws Refusal naming the file, what was expected and what was found. */
export async function readTfdsFolder(folder: string): Promise<TfdsFolder> {
  const info = await readJson(join(folder, INFO_FILE), infoSchema);
  const features = await readJson(join(folder, FEATURES_FILE), featureSchema);
  if (info.fileFormat !== undefined && info.fileFormat !== 'tfrecord') {
    throw new Refusal(
      `Of TensorFlow Datasets, folders in the format tfrecord are read. Received: ${folder}, in ${shortened(info.fileFormat)}`,
    );
  }
  const keys = info.supervisedKeys?.tuple.items.map(({ featureKey }) => featureKey);
  const chosen = chooseFeatures(features, keys, folder);
  const present = await readdir(folder);
  return {
    ...chosen,
    folder,
    name: info.name,
    classes: await classNames(folder, chosen),
    splits: info.splits.map(({ name, shardLengths }) => ({
      name,
      shards: shardsOf(folder, present, info.name, name, shardLengths),
    })),
  };
}

async function readJson<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Refusal(`${path} must be as TensorFlow Datasets writes it. Received: ${why.slice(0, 500)}`);
  }
}

/** `<name>-<split>.tfrecord-00001-of-00004` */
function shardsOf(
  folder: string,
  present: readonly string[],
  name: string,
  split: string,
  lengths: readonly number[],
): TfdsSplit['shards'] {
  return lengths.map((records, n) => {
    const end = `-${split}.tfrecord-${String(n).padStart(5, '0')}-of-${String(lengths.length).padStart(5, '0')}`;
    const file = present.find((one) => one === `${name}${end}`) ?? present.find((one) => one.endsWith(end));
    if (file === undefined) {
      throw new Refusal(
        `The split "${shortened(split)}" has ${lengths.length} shards. ` +
          `Received: ${folder}, in which ${shortened(name)}${end} is missing`,
      );
    }
    return { path: join(folder, file), records };
  });
}

/** From `label.labels.txt`, a name a line; numbers where it is missing. */
async function classNames(folder: string, { labelKey, classCount }: ChosenFeatures): Promise<string[]> {
  const file = join(folder, `${labelKey.replaceAll(/[\\/]/g, '-')}.labels.txt`);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const names = text?.split(/\r?\n/).filter((line) => line !== '') ?? [];
  if (text !== undefined && names.length !== classCount) {
    throw new Refusal(`${file} must name ${classCount} classes. Received: ${names.length} lines`);
  }
  const all = text === undefined ? Array.from({ length: classCount }, (_, n) => String(n)) : names;
  // Two classes may share a name, but no two may share a place in a table.
  return all.map((name, n) => (all.indexOf(name) === n ? name : `${name} (${n})`));
}
