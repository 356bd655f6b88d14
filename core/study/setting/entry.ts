/**
 * What is known of a training setting beside its schema. The form's fields, the flags, summaries, facts, the reproduce
 * command, the JSON schema and the reference page are derived from the schema and this entry; its words are in the
 * catalogue under `settings.<path>` (texts.ts). A new setting is its schema with an entry, its words, and its consumer.
 */
import { z } from 'zod';

/** In the order of the form, the help, summaries and the reference page. */
export const SETTING_SECTIONS = [
  { id: 'data', groups: ['data', 'selection'] },
  { id: 'training', groups: ['length', 'optimizer', 'seed'] },
  { id: 'schedule', groups: ['schedule'] },
  { id: 'optimizer', groups: ['step', 'clipping', 'decay'] },
  { id: 'images', groups: ['augmentation', 'resizing', 'normalization'] },
  { id: 'loss', groups: ['loss', 'precision'] },
  { id: 'batchNorm', groups: ['batchNorm'] },
  { id: 'checkpoints', groups: ['checkpoints', 'stopping'] },
  { id: 'records', groups: ['records'] },
] as const;
export type SettingSection = (typeof SETTING_SECTIONS)[number]['id'];
export type SettingGroup = (typeof SETTING_SECTIONS)[number]['groups'][number];
export const SETTING_GROUPS: readonly SettingGroup[] = SETTING_SECTIONS.flatMap(({ groups }) => groups);

/** A `share` is a number up to 1; the command line also reads a percentage. */
export type SettingUnit = 'pixels' | 'steps' | 'epochs' | 'batches' | 'images' | 'share';

export interface SettingEntry {
  group: SettingGroup;
  /** Its flag without the dashes; without one, `--set` alone reaches it. */
  flag?: string;
  /** For a part that a flag turns on: the fields that take the flag's number. */
  flagSets?: readonly string[];
  unit?: SettingUnit;
  /** What the form begins with once the setting is in force, where that is not its default. */
  start?: string | number | readonly number[];
  /** Off is 0, and the form has a switch for it. */
  switched?: true;
  /** For a part: the fields that its phrase names; other fields are added when they differ from their defaults. */
  inPhrase?: readonly string[];
  /** Several settings whose choices have the same names: `metrics`. */
  names?: 'metrics';
  /** Where it is defined: "He et al., 2015, section 4.2". */
  source?: string;
  /** The Keras class or argument that does the same. */
  keras?: string;
  /** Not in the form: it has a control of its own, or comes about in another way. */
  hidden?: true;
}

const entries = z.registry<SettingEntry>();

/** The schema itself, with its entry noted. */
export function setting<Schema extends z.ZodType>(schema: Schema, entry: SettingEntry): Schema {
  entries.add(schema, entry);
  return schema;
}

export const entryOf = (schema: z.ZodType): SettingEntry | undefined => entries.get(schema);
