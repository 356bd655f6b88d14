/** Checks the form against core's schema; errors name the field, the rule and what was received. */
import type { z } from 'zod';
import { readNumbers } from '../../core/format/read-number';
import { formatPath, ruleOf as issueRule, message, preview, t, textOf } from '../../core/messages';
import { SEED_RANGE, seedSchema, withRangesWritten } from '../../core/study/seed';
import { valueAt } from '../../core/study/setting/list';
import { refused, ruleOf } from '../../core/study/setting/rules';
import { offWord } from '../../core/study/setting/texts';
import { type TrainingSettings, trainingSettingsSchema } from '../../core/study/settings';
import { capital, fullNoun } from './describeField';
import { nested } from './draft';
import { type Draft, inForce, type ModeField, type SettingField } from './field';
import { FIELDS } from './fields';

/** Key of the seeds' error; seeds are not part of a run's settings. */
export const SEEDS = 'seeds';

export interface Validated {
  /** Absent while a field is wrong. */
  settings?: TrainingSettings;
  seeds: readonly number[];
  /** By key of the field. */
  errors: Readonly<Record<string, string>>;
  /** Errors that belong to no single field. */
  others: readonly string[];
}

type PathField = Exclude<SettingField, ModeField>;

/** What a field's value must be, and what was typed instead. */
function broken(field: PathField, issue: z.core.$ZodIssue, typed: string): string {
  const { setting } = field;
  if (setting.type === 'classes') return t('settings.fewClasses');
  const name = capital(fullNoun(field));
  const rule = issue.code === 'custom' ? undefined : ruleOf(setting);
  if (!rule) return t('settings.broken', { path: name, rule: issueRule(issue), received: typed });
  const optional = field.control !== 'switch' && field.optional;
  const or = optional ? message('settings.rules.orEmpty', { rule, off: offWord(setting) }) : rule;
  return textOf(refused(name, or, typed.trim()));
}

/** The field that an issue is about: the one whose path leads furthest towards it. */
const fieldAt = (path: string, draft: Draft): PathField | undefined =>
  FIELDS.filter((field) => field.control !== 'mode')
    .filter((field) => inForce(field, draft) && `${path}.`.replace('[', '.').startsWith(`${field.path}.`))
    .reduce<PathField | undefined>(
      (found, field) => (field.path.length >= (found?.path.length ?? 0) ? field : found),
      undefined,
    );

function readSeeds(typed: string): { seeds: readonly number[]; error?: string } {
  const seeds = readNumbers(withRangesWritten(typed));
  const sound =
    seeds.length > 0 &&
    new Set(seeds).size === seeds.length &&
    seeds.every((one) => seedSchema.safeParse(one).success);
  if (sound) return { seeds };
  const received = typed.trim();
  const error =
    received === '' ? t('settings.noSeeds') : t('settings.refusedSeeds', { ...SEED_RANGE, received });
  return { seeds: [], error };
}

export function validateForm(draft: Draft, typedSeeds: string): Validated {
  const { seeds, error } = readSeeds(typedSeeds);
  const root = { ...nested(draft), seed: seeds[0] ?? 0 };
  const parsed = trainingSettingsSchema.safeParse(root);
  const errors: Record<string, string> = error === undefined ? {} : { [SEEDS]: error };
  const others: string[] = [];
  for (const issue of parsed.error?.issues ?? []) {
    const path = formatPath(issue.path);
    const field = fieldAt(path, draft);
    if (field) errors[field.key] ??= broken(field, issue, String(draft[field.key] ?? ''));
    else
      others.push(
        t('settings.broken', { path, rule: issueRule(issue), received: preview(valueAt(root, path)) }),
      );
  }
  const wrong = !parsed.success || Object.keys(errors).length > 0;
  return { settings: wrong ? undefined : parsed.data, seeds, errors, others };
}
