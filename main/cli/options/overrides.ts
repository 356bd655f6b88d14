/** Settings changed one by one, by their path: `schedule.type=cosine`, `optimizer.momentum=0.9`. */

import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { own } from '../../../core/basics/own-property';
import { readNumber } from '../../../core/format/read-number';
import { plainIssues } from '../../../core/graph/issues';
import { type TrainingSettings, trainingSettingsSchema } from '../../../core/study/settings';
import { Refusal } from '../../basics/refusal';
import { nearest } from '../output/suggest';

export interface Override {
  path: readonly string[];
  value: unknown;
}

/** Reads `path=value`; one of several, as commander collects them. */
export function override(text: string, before: readonly Override[] = []): Override[] {
  const [, path, value] = /^([A-Za-z]\w*(?:\.\w+)*)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined || value === '') {
    throw new InvalidArgumentError('It must be path=value, such as optimizer.momentum=0.9.');
  }
  return [...before, { path: path.split('.'), value: readValue(value) }];
}

/** `none` is null; what has commas is a list, JSON with brackets as well; numbers and on/off, true/false are what they look like. */
function readValue(text: string): unknown {
  if (/^\[.*\]$/s.test(text)) return readJson(text);
  if (text.includes(',')) return text.split(',').map((part) => readValue(part.trim()));
  if (text === 'none' || text === 'null') return null;
  if (text === 'true' || text === 'on') return true;
  if (text === 'false' || text === 'off') return false;
  const value = readNumber(text);
  return Number.isNaN(value) ? text : value;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError(`A list in brackets must be JSON. Received: ${text}.`);
  }
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The settings with the overrides, each over those before it; but a new kind of optimizer or schedule comes first and
 * takes its own defaults, and of the old one only what all kinds share and what is no rate (clipping, decay).
 * @throws Refusal for a path that leads nowhere and a value that the settings' schema refuses, naming both.
 */
export function withOverrides(settings: TrainingSettings, overrides: readonly Override[]): TrainingSettings {
  const changed = structuredClone(settings) as Fields;
  const isKind = ({ path }: Override) => path.length === 2 && path[1] === 'type';
  for (const { path, value } of overrides.filter(isKind)) setKind(changed, path[0] as string, value);
  for (const one of overrides.filter((each) => !isKind(each))) set(changed, one);
  clipOneWay(changed, overrides);
  const parsed = trainingSettingsSchema.safeParse(changed);
  if (!parsed.success) throw refusalOf(parsed.error, changed);
  for (const { path } of overrides) checkPath(parsed.data, path);
  return parsed.data;
}

function setKind(settings: Fields, name: string, type: unknown): void {
  const old = own(settings, name);
  if (!isFields(old)) throw unknownSetting(settings, [name, 'type']);
  if (old.type === type) return;
  // Rates, momenta and decays mean something else to another kind; clipping and the L2 penalty do not.
  const { clipnorm, clipvalue, globalClipnorm, l2, decaySparesNormsAndBiases } = old;
  const kept =
    name === 'optimizer' ? { clipnorm, clipvalue, globalClipnorm, l2, decaySparesNormsAndBiases } : {};
  settings[name] = { ...kept, type };
}

const clippings = ['clipnorm', 'clipvalue', 'globalClipnorm'];

/** One way of clipping that is asked for takes the place of the one that was there; two are for the schema to refuse. */
function clipOneWay(settings: Fields, overrides: readonly Override[]): void {
  const asked = overrides.flatMap(({ path: [part, field = ''], value }) =>
    part === 'optimizer' && clippings.includes(field) && value !== null ? [field] : [],
  );
  const { optimizer } = settings;
  if (asked.length === 0 || !isFields(optimizer)) return;
  for (const name of clippings) if (!asked.includes(name)) optimizer[name] = null;
}

function set(settings: Fields, { path, value }: Override): void {
  const parents = path.slice(0, -1);
  const last = path.at(-1) as string;
  let fields = settings;
  for (const name of parents) {
    // A part that is switched off is switched on by what is set in it.
    if (own(fields, name) == null) put(fields, name, {});
    const next = own(fields, name);
    if (!isFields(next)) throw unknownSetting(settings, path);
    fields = next;
  }
  put(fields, last, suited(last, value));
}

/** A field of its own, whatever it is called: `__proto__` is one name among others. */
function put(fields: Fields, name: string, value: unknown): void {
  Object.defineProperty(fields, name, { value, writable: true, enumerable: true, configurable: true });
}

/** A list of one has no comma, and where `none` is a choice of its own it is not null. */
function suited(name: string, value: unknown): unknown {
  if (name === 'boundaries' && !Array.isArray(value)) return [value];
  return name === 'normalization' ? (value ?? 'none') : value;
}

/** zod drops what it does not know; a slip must not pass in silence. */
function checkPath(settings: unknown, path: readonly string[]): void {
  let value = settings;
  for (const name of path) {
    if (!isFields(value) || !Object.hasOwn(value, name)) throw unknownSetting(settings, path);
    value = value[name];
  }
}

function unknownSetting(settings: unknown, path: readonly string[]): Refusal {
  let value = settings;
  let depth = 0;
  while (depth < path.length - 1 && isFields(value) && isFields(own(value, path[depth] as string))) {
    value = own(value, path[depth] as string);
    depth += 1;
  }
  const names = isFields(value) ? Object.keys(value) : [];
  const near = nearest(path[depth] as string, names);
  const kind =
    isFields(value) && typeof value.type === 'string' ? ` of ${path[depth - 1]} "${value.type}"` : '';
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `There are: ${names.join(', ')}.`;
  return new Refusal(`There is no setting "${path.join('.')}"${kind}. ${hint}`);
}

function refusalOf(error: z.ZodError, settings: Fields): Refusal {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map(String);
  let received: unknown = settings;
  for (const name of path) received = (received as Fields | undefined)?.[name];
  const [name] = path;
  const union = issue?.code === 'invalid_union' && (name === 'optimizer' || name === 'schedule');
  if (received === undefined && !union) return missing(settings, path);
  const rule = union
    ? `The kinds are ${kindsOf(trainingSettingsSchema.shape[name].unwrap()).join(', ')}`
    : (plainIssues(error.issues, settings)[0]?.rule ?? 'is not allowed');
  return new Refusal(`${path.join('.')}: ${rule}. Received: ${JSON.stringify(received)}.`);
}

/** Of what has no default, in the kind that was chosen. */
function missing(settings: Fields, path: readonly string[]): Refusal {
  const [name = ''] = path;
  const part = settings[name];
  const kind = isFields(part) && typeof part.type === 'string' ? `The ${name} "${part.type}"` : 'A training';
  const example = path.at(-1) === 'boundaries' ? '32000,48000' : '<value>';
  return new Refusal(
    `${kind} needs ${path.join('.')}: --set ${path.join('.')}=${example}. Received: nothing for it.`,
  );
}

/** The kinds of a union that tells them apart by `type`. */
export function kindsOf(union: z.ZodType): string[] {
  return [...(union._zod.propValues?.type ?? [])].flatMap((kind) => (typeof kind === 'string' ? [kind] : []));
}
