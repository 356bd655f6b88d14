/**
 * Facts on a training setting that its schema does not have. Form fields, flags, facts, the JSON schema and the
 * reference page are derived from both; the texts are in the catalogue under `settings.<path>` (texts.ts).
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
type SettingUnit = 'pixels' | 'steps' | 'epochs' | 'batches' | 'images' | 'share';

export interface SettingEntry {
  group: SettingGroup;
  /** Without the dashes. */
  flag?: string;
  /** The fields of a part that take the flag's number. */
  flagSets?: readonly string[];
  unit?: SettingUnit;
  /** The form's initial value, if it is not the default. */
  start?: string | number | readonly number[];
  /** 0 is off, and the form has a switch. */
  switched?: true;
  /** The fields in a part's phrase; others are added if they differ from their defaults. */
  inPhrase?: readonly string[];
  /** Shared names of choices. */
  names?: 'metrics';
  /** "He et al., 2015, section 4.2" */
  source?: string;
  /** The class or argument of Keras. */
  keras?: string;
  /** Not in the form. */
  hidden?: true;
}

const entries = z.registry<SettingEntry>();

export function setting<Schema extends z.ZodType>(schema: Schema, entry: SettingEntry): Schema {
  entries.add(schema, entry);
  return schema;
}

export const entryOf = (schema: z.ZodType): SettingEntry | undefined => entries.get(schema);
