/** Reads the form: the schema of core decides, the words here name the field, the rule and what was received. */
import { readNumbers } from '../../core/format/read-number';
import { plainIssues } from '../../core/graph/issues';
import { SEEDS_RULE, seedSchema } from '../../core/study/seed';
import { type TrainingSettings, trainingSettingsSchema } from '../../core/study/settings';
import { outputsOf } from './classes';
import { nested } from './draft';
import { type Draft, inForce, type SettingField } from './field';
import { FIELDS } from './fields';

/** Of the seeds, which are no part of one run's settings. */
export const SEEDS = 'seeds';

export interface Validated {
  /** Absent while a field is wrong. */
  settings?: TrainingSettings;
  seeds: readonly number[];
  /** By key of the field. */
  errors: Readonly<Record<string, string>>;
  /** Rules that belong to no single field. */
  others: readonly string[];
}

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
const received = (typed: string): string => `Received: ${typed.trim() === '' ? 'nothing' : typed.trim()}.`;

function broken(field: SettingField, rule: string, typed: string): string {
  if (field.control === 'classes') {
    const { length } = outputsOf(typed, []);
    return `At least two classes are told apart. Received: ${length === 0 ? 'none' : typed}.`;
  }
  const whole = field.control === 'integer' && rule === 'must be a number';
  const words = whole ? 'must be a whole number' : rule.replace(/\.$/, '');
  const or = 'empty' in field && field.empty !== undefined ? `, or nothing for “${field.empty}”` : '';
  return `${capital(field.noun ?? field.label)} ${words}${or}. ${received(typed)}`;
}

/** The field whose value an issue is about: the one with the longest path that leads to it. */
function fieldAt(path: string, draft: Draft): Exclude<SettingField, { control: 'mode' }> | undefined {
  let found: Exclude<SettingField, { control: 'mode' }> | undefined;
  for (const field of FIELDS) {
    if (field.control === 'mode' || !inForce(field, draft)) continue;
    const leads =
      path === field.path || path.startsWith(`${field.path}.`) || path.startsWith(`${field.path}[`);
    if (leads && field.path.length >= (found?.path.length ?? 0)) found = field;
  }
  return found;
}

function readSeeds(typed: string): { seeds: readonly number[]; error?: string } {
  const seeds = readNumbers(typed);
  const sound =
    seeds.length > 0 &&
    new Set(seeds).size === seeds.length &&
    seeds.every((one) => seedSchema.safeParse(one).success);
  return sound
    ? { seeds }
    : { seeds: [], error: `Seeds ${SEEDS_RULE}, each once, with commas between. ${received(typed)}` };
}

export function validateForm(draft: Draft, typedSeeds: string): Validated {
  const { seeds, error } = readSeeds(typedSeeds);
  const root = { ...nested(draft), seed: seeds[0] ?? 0 };
  const parsed = trainingSettingsSchema.safeParse(root);
  const errors: Record<string, string> = error === undefined ? {} : { [SEEDS]: error };
  const others: string[] = [];
  for (const { path, rule, received: value } of plainIssues(parsed.error?.issues ?? [], root)) {
    const field = fieldAt(path, draft);
    if (field) errors[field.key] ??= broken(field, rule, String(draft[field.key] ?? ''));
    else others.push(`${path} ${rule}. Received: ${value}.`);
  }
  const wrong = !parsed.success || Object.keys(errors).length > 0;
  return { settings: wrong ? undefined : parsed.data, seeds, errors, others };
}
