/** Converts between the form's draft, flat and as typed, and settings, nested and checked. Pure. */
import { calculate } from '../../core/format/calculate';
import { readNumbers, writeNumber } from '../../core/format/read-number';
import { readClasses, writeClasses } from '../../core/study/classes';
import type { ClassMerge } from '../../core/study/data';
import { valueAt } from '../../core/study/setting/list';
import { type TrainingSettings, trainingSettingsSchema } from '../../core/study/settings';
import { type Draft, inForce, type SettingField, type ValueField } from './field';
import { FIELDS } from './fields';

function written(field: SettingField, settings: unknown): string | boolean | undefined {
  if (field.control === 'mode') {
    return field.modes.find(({ path }) => valueAt(settings, path) !== null)?.value ?? 'none';
  }
  const value = valueAt(settings, field.path);
  return field.control === 'switch' ? value !== field.off : textOf(field, value);
}

function textOf({ control, optional }: ValueField, value: unknown): string | boolean | undefined {
  if (value === null) return optional ? '' : undefined;
  if (control === 'classes') return writeClasses(value as ClassMerge[]);
  if (Array.isArray(value)) return value.map((one) => writeNumber(one as number)).join(', ');
  if (typeof value === 'number') return writeNumber(value);
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

/** The draft of these settings; fields that are not in force keep what `before` has. */
export function draftOf(settings: TrainingSettings, before: Draft = INITIAL): Draft {
  const draft: Record<string, string | boolean> = { ...before };
  for (const field of FIELDS) {
    if (!inForce(field, draft)) continue;
    const value = written(field, settings);
    if (value !== undefined) draft[field.key] = value;
  }
  return draft;
}

export const DEFAULTS = trainingSettingsSchema.parse({});

/** Initial value of a field that comes into force. */
function startOf(field: SettingField): string | boolean {
  if (field.control === 'mode') return 'none';
  if (field.control === 'switch') return false;
  const { setting, when } = field;
  const kind = setting.kinds && when ? setting.kinds.defaults.get(String(when.is[0])) : setting.default;
  const { start } = setting.entry;
  const off = kind === undefined || kind === null || setting.entry.switched;
  return textOf(field, off && start !== undefined ? start : kind) ?? '';
}

/** A new form: the study's settings, and a useful value in each field that is off. */
export const INITIAL: Draft = draftOf(
  DEFAULTS,
  Object.fromEntries(FIELDS.map((field) => [field.key, startOf(field)])),
);

function put(root: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let parent = root;
  for (const key of keys) {
    const child = parent[key];
    const next = typeof child === 'object' && child !== null ? (child as Record<string, unknown>) : {};
    parent[key] = next;
    parent = next;
  }
  parent[last] = value;
}

/** null if empty; an empty list, which the schema refuses, if it cannot be read. */
function readList(typed: string): ClassMerge[] | null {
  if (typed.trim() === '') return null;
  try {
    return readClasses(typed);
  } catch {
    return [];
  }
}

/** The value of a field. A number that cannot be read is NaN; an empty field is null if that is allowed. */
export function readField(field: SettingField, typed: string | boolean | undefined): unknown {
  if (typeof typed !== 'string') return typed;
  switch (field.control) {
    case 'integers':
      return readNumbers(typed);
    case 'classes':
      return readList(typed);
    case 'integer':
    case 'number':
      return field.optional && typed.trim() === '' ? null : calculate(typed);
    default:
      return typed;
  }
}

/** What a field shows when it is left: the value of a formula. */
export function settled({ control }: SettingField, typed: string): string {
  if (control !== 'integer' && control !== 'number') return typed;
  const value = calculate(typed);
  // A plain number stays as it was typed: 1e-3.
  return Number.isNaN(value) || !Number.isNaN(Number(typed)) ? typed : writeNumber(value);
}

/** The draft's values, nested as in the settings. */
export function nested(draft: Draft): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const field of FIELDS) {
    if (!inForce(field, draft)) continue;
    const typed = draft[field.key];
    if (field.control === 'mode') {
      for (const { value, path } of field.modes) if (value !== typed) put(root, path, null);
    } else if (field.control === 'switch') {
      if (typed !== true) put(root, field.path, field.off);
    } else put(root, field.path, readField(field, typed));
  }
  return root;
}
