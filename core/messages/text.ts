/** Turns messages into text in the language of the person who reads them. */
import { IntlMessageFormat } from 'intl-messageformat';
import { getDateTimeFormat, getListFormat, getNumberFormat, getPluralRules } from './intl';
import { type Language, textsOf } from './languages';
import {
  type Key,
  type List,
  type ListType,
  type Message,
  type MessageOrText,
  someOf,
  type Value,
  type Values,
} from './message';

let current: Language = 'en';

export const language = (): Language => current;

/** Set at start. When it changes, the window renders again. */
export function setLanguage(language: Language): void {
  current = language;
}

/** What `make` returns in another language. It must not wait for anything, since the language is that of the whole process. */
export function inLanguage<Made>(language: Language, make: () => Made): Made {
  const before = current;
  current = language;
  try {
    return make();
  } finally {
    current = before;
  }
}

const formatters = { getNumberFormat, getDateTimeFormat, getPluralRules };

const STYLES: Readonly<Partial<Record<ListType, Intl.ListFormatOptions>>> = {
  and: { type: 'conjunction' },
  or: { type: 'disjunction' },
};

/** A string if it has no arguments. */
type Parsed = string | IntlMessageFormat;

const parsed = { plain: new Map<string, Parsed>(), rich: new Map<string, Parsed>() };

/** Without these characters there is nothing to parse, which would take longer than all else. */
const SYNTAX = { plain: /[{}']/, rich: /[{}'<]/ } as const;

/** @param kind `rich`: `<b>` and the like are tags. */
function parse(language: Language, key: Key, kind: keyof typeof parsed): Parsed | undefined {
  const id = `${language} ${key}`;
  const known = parsed[kind].get(id);
  if (known !== undefined) return known;
  const text = textsOf(language).get(key) ?? textsOf('en').get(key);
  if (text === undefined) return undefined;
  if (!SYNTAX[kind].test(text)) {
    parsed[kind].set(id, text);
    return text;
  }
  const format = new IntlMessageFormat(text, language, undefined, {
    // TypeScript's overloads of Intl do not fit those that the library declares.
    formatters: formatters as never,
    ignoreTag: kind === 'plain',
  });
  const [only, ...others] = format.getAst() as readonly { type: number; value?: string }[];
  const LITERAL = 0;
  const made = others.length === 0 && (!only || only.type === LITERAL) ? (only?.value ?? '') : format;
  parsed[kind].set(id, made);
  return made;
}

/** With a period, if another sentence follows. */
const ended = (sentence: string, index: number, all: readonly string[]): string =>
  index === all.length - 1 || /[.!?…:]["')”’]?$/.test(sentence) ? sentence : `${sentence}.`;

function joined({ list, type }: List, language: Language): string {
  const parts = list.map((value) => String(inText(value, language)));
  if (type === 'sentences') return parts.map(ended).join(' ');
  if (type === 'lines') return parts.join('\n');
  // Intl's own `unit` has no commas in Korean: it is meant for "5 ft 2 in".
  if (type === 'unit') return parts.join(format(language, 'common.separator', undefined));
  return getListFormat(language, STYLES[type]).format(parts);
}

function inText(value: Value, language: Language): string | number {
  if (typeof value !== 'object') return value;
  return 'list' in value ? joined(value, language) : textIn(language, value);
}

function format(language: Language, key: Key, values: Values | undefined): string {
  const text = parse(language, key, 'plain');
  if (text === undefined) throw new Error(`There is no message "${key}".`);
  if (typeof text === 'string') return text;
  let plain: Record<string, string | number> | undefined;
  if (values) {
    plain = {};
    for (const name in values) plain[name] = inText(values[name]!, language);
  }
  return String(text.format(plain));
}

/** The text in the current language, so never while a module is loaded. @throws FormatError when a value is missing. */
export const t = (key: Key, values?: Values): string => format(current, key, values);

/** @throws FormatError when a value is missing. */
export const textIn = (language: Language, { key, values }: Message): string => format(language, key, values);

/** In the current language. @param fallback for another version's message that this one does not know; default: its key. */
export function textOf(message: MessageOrText, fallback?: string): string {
  if (typeof message === 'string') return message;
  try {
    return textIn(current, message);
  } catch {
    return fallback ?? message.key;
  }
}

/** For logs and for files that other programs read. */
export const inEnglish = (message: MessageOrText): string =>
  typeof message === 'string' ? message : textIn('en', message);

/** "a, b, c, d, and 17 more" in the current language. */
export const joinSome = (names: readonly Value[], most = 4): string => textIn(current, someOf(names, most));

/** A message that this version knows. */
export const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' &&
  value !== null &&
  'key' in value &&
  typeof value.key === 'string' &&
  textsOf('en').has(value.key) &&
  Object.keys(value).every((name) => name === 'key' || name === 'values');

/** "a, b, and c" in the current language. */
export const join = (values: readonly Value[], type: ListType = 'and'): string =>
  joined({ list: values, type }, current);

/**
 * The parts of a text with tags (`See <link>the log</link>.`), for the window's `Rich`.
 * @throws FormatError when a value or a tag is missing.
 */
export function richParts<Part>(
  key: Key,
  values: Readonly<Record<string, Value | ((children: (string | Part)[]) => Part)>>,
): (string | Part)[] {
  const text = parse(current, key, 'rich');
  if (text === undefined) return [key];
  if (typeof text === 'string') return [text];
  const all = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'function' ? value : inText(value, current),
    ]),
  );
  const parts = text.format<Part>(all as Record<string, string>);
  return Array.isArray(parts) ? parts : [parts];
}

/** For optional texts, such as the details of a setting. */
export const has = (key: string): key is Key => textsOf('en').has(key);
