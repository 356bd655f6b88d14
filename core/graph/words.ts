/** How shapes and values are written in messages, captions and tables. */

import { formatCount } from '../format/number';
import { listOf, type Message, type MessageOrText, message, type Value } from '../messages';
import type { Shape } from './document';

/** `8×8×64`; a vector is written `10`. */
export function formatShape(shape: Shape): string {
  return shape.join('×');
}

/** `8×8×64 and 4×4×64`; `nothing` for none. */
export function formatShapes(shapes: readonly Shape[]): Message {
  return shapes.length === 0 ? message('graph.nothing') : listed(shapes.map(formatShape));
}

/** `a, b, and c` */
export const listed = (values: readonly Value[]): Message =>
  message('common.verbatim', { text: values.length === 1 ? values[0]! : listOf(values) });

/** `a, b, c, d, and 17 more`: a list that stays readable however long it is. */
export const listedSome = (names: readonly string[], most = 4): Message =>
  names.length <= most
    ? listed(names)
    : message('graph.some', { names: listOf(names.slice(0, most), 'unit'), count: names.length - most });

/** A value as it is in the file, cut short: for "Received: ...". */
export const received = (value: unknown): MessageOrText =>
  value === undefined ? message('graph.nothing') : preview(value);

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** `a, b, c and 17 more`: a list that stays readable however long it is. */
export function joinSome(words: readonly string[], most = 4): string {
  if (words.length <= most) return joinWords(words);
  return `${words.slice(0, most).join(', ')} and ${formatCount(words.length - most)} more`;
}

/** A value as it stands in the file, cut short: for "Received: ...". Never throws. */
export function preview(value: unknown, length = 60): string {
  if (value === undefined) return 'nothing';
  let text: string | undefined;
  try {
    text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  } catch {
    text = undefined;
  }
  text ??= String(typeof value);
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
