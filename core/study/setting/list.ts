/** All training settings, read from the schema. */
import { z } from 'zod';
import { valueAt as valueIn } from '../../messages';
import { type TrainingSettings, trainingSettingsSchema } from '../settings';
import { entryOf, SETTING_GROUPS, type SettingEntry } from './entry';

/** part: settings that are null together when off. choice: also the kinds of a union. list: numbers. classes: another list. */
type SettingType = 'integer' | 'number' | 'boolean' | 'choice' | 'list' | 'classes' | 'text' | 'part';

/** The kinds of a union may share a setting, with different defaults. */
export interface Setting {
  /** `optimizer.momentum`. */
  path: string;
  entry: SettingEntry;
  type: SettingType;
  /** Without null and the default. */
  schema: z.ZodType;
  nullable: boolean;
  /** Names of a choice; else empty. */
  options: readonly string[];
  /** Undefined if a value is required. The first kind's if there are several. */
  default: unknown;
  /** In force only under these kinds, with the default of each. */
  kinds?: { path: string; defaults: ReadonlyMap<string, unknown> };
  /** All kinds have the same one. */
  common: boolean;
  /** In force while this part is on. */
  part?: string;
}

interface Place {
  path: string;
  kind?: { path: string; of: string };
  part?: string;
}

/** Without defaults, null and transformations. */
function bare(schema: z.ZodType): { schema: z.ZodType; nullable: boolean } {
  let inner = schema;
  let nullable = false;
  for (;;) {
    if (inner instanceof z.ZodNullable) nullable = true;
    if (
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodPrefault ||
      inner instanceof z.ZodNullable ||
      inner instanceof z.ZodOptional
    )
      inner = inner.unwrap() as z.ZodType;
    else if (inner instanceof z.ZodPipe) inner = inner.in as z.ZodType;
    else return { schema: inner, nullable };
  }
}

function typeOf(schema: z.ZodType): SettingType {
  if (schema instanceof z.ZodNumber) return schema.isInt ? 'integer' : 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodDiscriminatedUnion) return 'choice';
  if (schema instanceof z.ZodObject) return 'part';
  if (schema instanceof z.ZodArray) return schema.element instanceof z.ZodNumber ? 'list' : 'classes';
  return 'text';
}

interface Found extends Place {
  entry: SettingEntry;
  outer: z.ZodType;
}

function kindsOf(union: z.ZodDiscriminatedUnion): [kind: string, option: z.ZodObject][] {
  return union.options.map((option) => {
    const { shape } = option as z.ZodObject;
    const { schema } = bare(shape[union.def.discriminator] as z.ZodType);
    return [String((schema as z.ZodLiteral).value), option as z.ZodObject];
  });
}

function walk(outer: z.ZodType, place: Place): Found[] {
  const entry = entryOf(outer);
  const { schema } = bare(outer);
  const at = entry ? [{ ...place, entry, outer }] : [];
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const path = `${place.path}.${discriminator}`;
    const inner = kindsOf(schema).flatMap(([of, { shape }]) =>
      Object.entries(shape)
        .filter(([name]) => name !== discriminator)
        .flatMap(([name, field]) =>
          walk(field as z.ZodType, { ...place, path: `${place.path}.${name}`, kind: { path, of } }),
        ),
    );
    return [...at.map((found) => ({ ...found, path })), ...inner];
  }
  if (!(schema instanceof z.ZodObject)) return at;
  const part = entry ? { part: place.path } : {};
  return [
    ...at,
    ...Object.entries(schema.shape).flatMap(([name, field]) =>
      walk(field as z.ZodType, {
        ...place,
        ...part,
        path: place.path === '' ? name : `${place.path}.${name}`,
      }),
    ),
  ];
}

const defaultOf = (schema: z.ZodType): unknown => {
  const parsed = schema.safeParse(undefined);
  return parsed.success ? parsed.data : undefined;
};

function settingFrom(found: readonly [Found, ...Found[]], defaults: unknown, kinds: number): Setting {
  const [{ path, entry, outer, part, kind }] = found;
  const { schema, nullable } = bare(outer);
  const common = found.length === kinds && new Set(found.map((one) => one.outer)).size === 1;
  const options =
    schema instanceof z.ZodDiscriminatedUnion
      ? kindsOf(schema).map(([name]) => name)
      : schema instanceof z.ZodEnum
        ? schema.options.map(String)
        : [];
  const own = valueAt(defaults, path);
  return {
    path,
    entry,
    type: typeOf(schema),
    schema,
    nullable,
    options,
    default: own === undefined ? defaultOf(outer) : own,
    common,
    ...(kind && !common
      ? {
          kinds: {
            path: kind.path,
            defaults: new Map(found.map((one) => [one.kind?.of ?? '', defaultOf(one.outer)])),
          },
        }
      : {}),
    ...(part === undefined ? {} : { part }),
  };
}

/** In the order of their groups. */
function settingsIn(root: z.ZodObject): Setting[] {
  const defaults = root.parse({});
  const byPath = new Map<string, [Found, ...Found[]]>();
  for (const found of walk(root, { path: '' })) {
    const same = byPath.get(found.path);
    if (same) same.push(found);
    else byPath.set(found.path, [found]);
  }
  const all = [...byPath.values()];
  const kindsAt = (path: string | undefined) => {
    const [found] = path === undefined ? [] : (byPath.get(path) ?? []);
    const union = found && bare(found.outer).schema;
    return union instanceof z.ZodDiscriminatedUnion ? union.options.length : 0;
  };
  const settings = all.map((found) => settingFrom(found, defaults, kindsAt(found[0].kind?.path)));
  return SETTING_GROUPS.flatMap((group) => settings.filter(({ entry }) => entry.group === group));
}

export const SETTINGS: readonly Setting[] = settingsIn(trainingSettingsSchema);

const byPath = new Map(SETTINGS.map((one) => [one.path, one]));

/** @throws RangeError for an unknown path. */
export function settingAt(path: string): Setting {
  const found = byPath.get(path);
  if (!found) throw new RangeError(`There is no setting "${path}".`);
  return found;
}

/** `--weight-decay` */
export const flagOf = ({ entry }: Setting): string => `--${entry.flag}`;

export const findSetting = (path: string): Setting | undefined => byPath.get(path);

/** The value at a dotted path, or undefined. */
export function valueAt(root: unknown, path: string): unknown {
  return valueIn(root, path.split('.'));
}

export function inForce({ kinds, part }: Setting, settings: TrainingSettings): boolean {
  if (kinds && !kinds.defaults.has(String(valueAt(settings, kinds.path)))) return false;
  return part === undefined || valueAt(settings, part) !== null;
}

export const defaultUnder = ({ kinds, default: usual }: Setting, settings: TrainingSettings): unknown =>
  kinds ? kinds.defaults.get(String(valueAt(settings, kinds.path))) : usual;
