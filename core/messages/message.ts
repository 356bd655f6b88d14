/**
 * Messages as data: a key of the catalogue and its values. They travel over the contract and into run.json, and become text
 * in the reader's language where they are shown (text.ts).
 */
import { z } from 'zod';
import type en from './en.json';

type Leaves<Node, Path extends string = ''> = {
  [Name in keyof Node & string]: Node[Name] extends string
    ? `${Path}${Name}`
    : Leaves<Node[Name], `${Path}${Name}.`>;
}[keyof Node & string];

/** `area.key`: the path of a text in en.json. */
export type Key = Leaves<typeof en>;

export interface Message {
  key: Key;
  values?: Values;
}

/** "a, b, and c"; "a, b, or c"; unit: "a, b, c"; sentences: joined by a space; lines: by a line break. */
const LIST_TYPES = ['and', 'or', 'unit', 'sentences', 'lines'] as const;
export type ListType = (typeof LIST_TYPES)[number];

export interface List {
  list: readonly Value[];
  type: ListType;
}

/** Dates are numbers, in milliseconds since 1970: `{at, date, medium}`. */
export type Value = string | number | Message | List;
export type Values = Readonly<Record<string, Value>>;

/** A text to show later. Can be created while a module is loaded, unlike `t()`. */
export const message = (key: Key, values?: Values): Message => (values ? { key, values } : { key });

export const listOf = (list: readonly Value[], type: ListType = 'and'): List => ({ list, type });

/** A list as a message. */
export const listMessage = (list: readonly Value[], type?: ListType): Message =>
  message('common.verbatim', { text: list.length === 1 ? list[0]! : listOf(list, type) });

/** Names in a message, cut after the first few: "a, b, c, d, and 17 more". */
export const someOf = (names: readonly Value[], most = 4): Message =>
  names.length <= most
    ? listMessage(names)
    : message('common.andMore', {
        names: listOf(names.slice(0, most), 'unit'),
        count: names.length - most,
      });

/** A text has no translation, is from an older version, or from another program. */
export type MessageOrText = Message | string;

/** Text without a translation, such as an error of TensorFlow. */
export const verbatim = (text: string): Message => ({ key: 'common.verbatim', values: { text } });

export const messageFrom = (text: MessageOrText): Message =>
  typeof text === 'string' ? verbatim(text) : text;

/** Several sentences as one message. */
export const sentences = (...parts: readonly (Value | undefined)[]): Message => ({
  key: 'common.verbatim',
  values: {
    text: listOf(
      parts.filter((part) => part !== undefined),
      'sentences',
    ),
  },
});

export const lines = (parts: readonly Value[]): Message => listMessage(parts, 'lines');

const valueSchema: z.ZodType<Value> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    messageSchema,
    z.object({ list: z.array(valueSchema), type: z.enum(LIST_TYPES) }),
  ]),
);

/** The key may be another version's; `textOf` then falls back. */
export const messageSchema: z.ZodType<Message> = z.object({
  key: z.string().max(200) as unknown as z.ZodType<Key>,
  values: z.record(z.string(), valueSchema).optional(),
});

export const textSchema: z.ZodType<MessageOrText> = z.union([z.string(), messageSchema]);
