/** Single settings by their path: `schedule.type` = `cosine`, `optimizer.momentum` = 0.9. */

import type { z } from 'zod';
import { own } from '../../basics/own-property';
import { hintFor } from '../../basics/suggest';
import { listOf, message, preview } from '../../messages';
import { CLIPPINGS } from '../optimizer';
import { type TrainingSettings, trainingSettingsSchema } from '../settings';
import { StudyError } from '../study-error';
import { findSetting, SETTINGS, type Setting, valueAt } from './list';
import { mustBe, refused, ruleOf } from './rules';

export interface Override {
  path: readonly string[];
  value: unknown;
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths that choose a kind, such as `optimizer.type`. */
const KINDS = new Set(SETTINGS.flatMap(({ kinds }) => (kinds ? [kinds.path] : [])));

/**
 * Applies the overrides in order, but new kinds of optimizer or schedule first: they start with their own defaults and
 * keep only the settings that all kinds share.
 * @throws StudyError for an unknown path or a wrong value
 */
export function withOverrides(settings: TrainingSettings, overrides: readonly Override[]): TrainingSettings {
  const changed = trainingSettingsSchema.parse(settings) as Fields;
  const isKind = ({ path }: Override) => KINDS.has(path.join('.')) || path.at(-1) === 'type';
  for (const { path, value } of overrides.filter(isKind)) setKind(changed, path[0] as string, value);
  for (const one of overrides.filter((each) => !isKind(each))) set(changed, one);
  clipOneWay(changed, overrides);
  const parsed = trainingSettingsSchema.safeParse(changed);
  if (!parsed.success) throw refusalOf(parsed.error, changed);
  for (const { path } of overrides) checkPath(parsed.data, path);
  return parsed.data;
}

/** Rates, momenta and decays have another meaning for another kind, so they are not kept. */
function setKind(settings: Fields, name: string, type: unknown): void {
  const old = own(settings, name);
  if (!isFields(old)) throw unknownSetting(settings, [name, 'type']);
  if (old.type === type) return;
  const shared = SETTINGS.filter(({ path, common }) => common && path.startsWith(`${name}.`));
  const names = shared.map(({ path }) => path.slice(name.length + 1));
  settings[name] = { ...Object.fromEntries(names.map((one) => [one, own(old, one)])), type };
}

/** A new kind of clipping replaces the old one. The schema refuses two new ones. */
function clipOneWay(settings: Fields, overrides: readonly Override[]): void {
  const ways: readonly string[] = CLIPPINGS;
  const asked = overrides.flatMap(({ path: [part, field = ''], value }) =>
    part === 'optimizer' && ways.includes(field) && value !== null ? [field] : [],
  );
  const { optimizer } = settings;
  if (asked.length === 0 || !isFields(optimizer)) return;
  for (const name of ways) if (!asked.includes(name)) optimizer[name] = null;
}

function set(settings: Fields, { path, value }: Override): void {
  const parents = path.slice(0, -1);
  const last = path.at(-1) as string;
  let fields = settings;
  for (const name of parents) {
    // A setting inside a part that is off turns the part on.
    if (own(fields, name) == null) put(fields, name, {});
    const next = own(fields, name);
    if (!isFields(next)) throw unknownSetting(settings, path);
    fields = next;
  }
  put(fields, last, suited(path, value));
}

/** Also safe for `__proto__`. */
function put(fields: Fields, name: string, value: unknown): void {
  Object.defineProperty(fields, name, { value, writable: true, enumerable: true, configurable: true });
}

/** A list of one has no comma, `none` may be one of the choices, and `on` turns a part on with its defaults. */
function suited(path: readonly string[], value: unknown): unknown {
  const setting = findSetting(path.join('.'));
  if (setting?.type === 'list' && !Array.isArray(value)) return [value];
  if (setting?.type === 'part' && value === true) return {};
  return value === null && setting?.options.includes('none') ? 'none' : value;
}

/** zod drops unknown names, but a typo must be reported. */
function checkPath(settings: unknown, path: readonly string[]): void {
  let value = settings;
  for (const name of path) {
    if (!isFields(value) || !Object.hasOwn(value, name)) throw unknownSetting(settings, path);
    value = value[name];
  }
}

function unknownSetting(settings: unknown, path: readonly string[]): StudyError {
  let value = settings;
  let depth = 0;
  while (depth < path.length - 1 && isFields(value) && isFields(own(value, path[depth] as string))) {
    value = own(value, path[depth] as string);
    depth += 1;
  }
  const names = isFields(value) ? Object.keys(value) : [];
  const there = message('settings.thereAre', { names: listOf(names, 'unit') });
  const whole = (name: string) => [...path.slice(0, depth), name].join('.');
  const hint = hintFor(path[depth] as string, names, there, whole);
  const said = { path: path.join('.'), hint };
  return new StudyError(
    isFields(value) && typeof value.type === 'string'
      ? message('settings.unknownOfKind', { ...said, choice: path[depth - 1] as string, kind: value.type })
      : message('settings.unknown', said),
  );
}

function refusalOf(error: z.ZodError, settings: Fields): StudyError {
  const [issue] = error.issues as [z.core.$ZodIssue, ...z.core.$ZodIssue[]];
  const path = issue.path.map(String).join('.');
  const setting = findSetting(path) ?? findSetting(`${path}.type`);
  const received = valueAt(settings, setting?.path ?? path);
  if (received === undefined && setting && !setting.options.length) return missing(settings, setting);
  const rule = setting && issue.code !== 'custom' ? ruleOf(setting) : undefined;
  if (rule) return new StudyError(refused(setting?.path ?? path, rule, preview(received)));
  return new StudyError(
    message('settings.broken', { path, rule: mustBe(setting?.schema, issue), received: preview(received) }),
  );
}

/** For a setting without a default, such as the epochs of a step schedule. */
function missing(settings: Fields, { path, kinds, entry }: Setting): StudyError {
  const example = entry.start === undefined ? '<value>' : String(entry.start);
  if (!kinds) return new StudyError(message('settings.needed', { path, example }));
  const [choice = ''] = path.split('.');
  const kind = String(valueAt(settings, kinds.path));
  return new StudyError(message('settings.missing', { choice, kind, path, example }));
}
