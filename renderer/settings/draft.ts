/** Between the form's draft, flat and as typed, and the settings, nested and checked. Pure. */
import { readNumber, readNumbers, writeNumber } from '../../core/format/read-number';
import { readClasses, writeClasses } from '../../core/study/classes';
import type { ClassMerge } from '../../core/study/data';
import { type TrainingSettings, trainingSettingsSchema } from '../../core/study/settings';
import { type Draft, inForce, type SettingField, valueAt } from './field';
import { FIELDS } from './fields';

function written(field: SettingField, settings: unknown): string | boolean | undefined {
  if (field.control === 'mode') {
    return (field.modes.find(({ path }) => valueAt(settings, path) !== null) ?? field.none).value;
  }
  const value = valueAt(settings, field.path);
  if (field.control === 'switch') return value !== field.off;
  if (value === null) return field.empty === undefined ? undefined : '';
  if (field.control === 'classes') return writeClasses(value as ClassMerge[]);
  if (Array.isArray(value)) return value.map((one) => writeNumber(one as number)).join(', ');
  if (typeof value === 'number') return writeNumber(value);
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

/** The draft of these settings; fields that are not in force under them keep what `before` has. */
export function draftOf(settings: TrainingSettings, before: Draft = INITIAL): Draft {
  const draft: Record<string, string | boolean> = { ...before };
  for (const field of FIELDS) {
    if (!inForce(field, draft)) continue;
    const value = written(field, settings);
    if (value !== undefined) draft[field.key] = value;
  }
  return draft;
}

/** Each with one part that is off by default switched on: the numbers that its fields begin with. */
const VARIANTS: readonly unknown[] = [
  { optimizer: { type: 'adam' } },
  { optimizer: { type: 'adamw' } },
  { optimizer: { type: 'rmsprop' } },
  { optimizer: { clipnorm: null, clipvalue: 0.5 } },
  { optimizer: { clipnorm: null, globalClipnorm: 1 } },
  // The paper's, for its 64k iterations.
  { schedule: { type: 'steps', boundaries: [32_000, 48_000] } },
  { schedule: { type: 'exponential', every: 1000 } },
  { schedule: { type: 'cosine' } },
  { schedule: { type: 'one-cycle' } },
  { schedule: { type: 'linear' } },
  { schedule: { type: 'plateau' } },
  {
    augmentation: {
      padAndCrop: 4,
      randomResizedCrop: {},
      colorJitter: {},
      cutout: 8,
      mixup: 0.2,
      cutmix: 1,
    },
    earlyStopping: {},
    preciseBatchNorm: {},
  },
  { selection: { validation: { kind: 'held-out' } } },
  {},
];

/** What a fresh form holds: the ablation study's settings, and defaults in every field that they leave out. */
export const INITIAL: Draft = VARIANTS.reduce<Draft>(
  (draft, variant) => draftOf(trainingSettingsSchema.parse(variant), draft),
  {},
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

/** null where nothing is typed; an empty list, which the schema refuses, where it is no list. */
function readList(typed: string): ClassMerge[] | null {
  if (typed.trim() === '') return null;
  try {
    return readClasses(typed);
  } catch {
    return [];
  }
}

/** What a field says: a number that cannot be read is NaN, nothing typed is null where that is allowed. */
export function readField(field: SettingField, typed: string | boolean | undefined): unknown {
  if (typeof typed !== 'string' || field.control === 'switch' || field.control === 'mode') return typed;
  if (field.control === 'choice' || field.control === 'toggle') return typed;
  if (field.control === 'integers') return readNumbers(typed);
  if (field.control === 'classes') return readList(typed);
  return field.empty !== undefined && typed.trim() === '' ? null : readNumber(typed);
}

/** What the draft says, nested as the settings are; a number that cannot be read is NaN. */
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
