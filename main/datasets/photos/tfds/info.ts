/** `dataset_info.json` and `features.json` of TensorFlow Datasets: protobuf JSON, 64-bit numbers as strings. */
import { z } from 'zod';
import { shortened } from '../../../archives/names';
import { refuse } from '../../../basics/refusal';
import { type ChosenFeatures, chooseFeatures, featureSchema } from './features';
import { FEATURES_FILE, INFO_FILE, type TfdsFiles } from './files';

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
  shards: { file: string; records: number }[];
}

export interface TfdsSet extends ChosenFeatures {
  files: TfdsFiles;
  name: string;
  classes: string[];
  splits: TfdsSplit[];
}

/** @throws Refusal naming the file, what was expected and what was found. */
export async function readTfdsSet(files: TfdsFiles): Promise<TfdsSet> {
  const { where, names } = files;
  const lists = names.filter((name) => name.endsWith(LABELS_END)).slice(0, MOST_LISTS);
  const texts = await files.texts([INFO_FILE, FEATURES_FILE, ...lists]);
  const info = parsed(where, INFO_FILE, texts, infoSchema);
  const features = parsed(where, FEATURES_FILE, texts, featureSchema);
  if (info.fileFormat !== undefined && info.fileFormat !== 'tfrecord') {
    refuse('datasets.tfds.format', { path: where, format: shortened(info.fileFormat) });
  }
  const keys = info.supervisedKeys?.tuple.items.map(({ featureKey }) => featureKey);
  const chosen = chooseFeatures(features, keys, where);
  return {
    ...chosen,
    files,
    name: info.name,
    classes: classNames(where, texts, chosen),
    splits: info.splits.map(({ name, shardLengths }) => ({
      name,
      shards: shardsOf(files, info.name, name, shardLengths),
    })),
  };
}

const LABELS_END = '.labels.txt';
/** One for each class feature. */
const MOST_LISTS = 100;

function parsed<Schema extends z.ZodType>(
  where: string,
  file: string,
  texts: ReadonlyMap<string, string>,
  schema: Schema,
): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(texts.get(file) ?? ''));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    refuse('datasets.tfds.invalid', { file, path: where, error: why.slice(0, 500) });
  }
}

/** `<name>-<split>.tfrecord-00001-of-00004` */
function shardsOf(
  { where, names }: TfdsFiles,
  name: string,
  split: string,
  lengths: readonly number[],
): TfdsSplit['shards'] {
  const present = new Set(names);
  return lengths.map((records, n) => {
    const end = `-${split}.tfrecord-${String(n).padStart(5, '0')}-of-${String(lengths.length).padStart(5, '0')}`;
    const file = present.has(`${name}${end}`) ? `${name}${end}` : names.find((one) => one.endsWith(end));
    if (file === undefined) {
      refuse('datasets.tfds.missingShard', {
        split: shortened(split),
        count: lengths.length,
        path: where,
        file: `${shortened(name)}${end}`,
      });
    }
    return { file, records };
  });
}

/** From `label.labels.txt`, one name per line; numbers if it is missing. */
function classNames(
  where: string,
  texts: ReadonlyMap<string, string>,
  { labelKey, classCount }: ChosenFeatures,
): string[] {
  const file = `${labelKey.replaceAll(/[\\/]/g, '-')}${LABELS_END}`;
  const text = texts.get(file);
  const names = text?.split(/\r?\n/).filter((line) => line !== '') ?? [];
  if (text !== undefined && names.length !== classCount) {
    refuse('datasets.tfds.labelCount', {
      file,
      count: classCount,
      path: where,
      found: names.length,
    });
  }
  const all = text === undefined ? Array.from({ length: classCount }, (_, n) => String(n)) : names;
  // Class names must be unique.
  return all.map((name, n) => (all.indexOf(name) === n ? name : `${name} (${n})`));
}
