/** Classes as people type them: `cat, dog`, `pets=cat+dog, truck`. A name with one of these signs is quoted: `"black, white"`. */
import { inEnglish, type Message, message } from '../messages';
import type { ClassMerge } from './data';

const SIGN = /[,=+"]/;
const TOKEN = /\s*("(?:[^"]|"")*"|[^,=+"]*)\s*([,=+]|$)/y;

const quoted = (name: string): string =>
  SIGN.test(name) || name !== name.trim() ? `"${name.replaceAll('"', '""')}"` : name;

const unquoted = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.trim();

export const writeClasses = (classes: readonly ClassMerge[]): string =>
  classes
    .map(({ name, of }) =>
      of.length === 1 && of[0] === name ? quoted(name) : `${quoted(name)}=${of.map(quoted).join('+')}`,
    )
    .join(', ');

/** @throws ClassListError that says what a list looks like. */
export function readClasses(text: string): ClassMerge[] {
  const classes: ClassMerge[] = [];
  let name: string | undefined;
  let of: string[] = [];
  TOKEN.lastIndex = 0;
  for (;;) {
    const [, word, sign] = TOKEN.exec(text) ?? [];
    const found = word === undefined ? '' : unquoted(word);
    if (found === '' || (sign === '=' && (name !== undefined || of.length > 0))) throw notClasses(text);
    if (sign === '=') {
      name = found;
      continue;
    }
    of.push(found);
    if (sign === '+') continue;
    if (name === undefined && of.length > 1) throw notClasses(text);
    classes.push({ name: name ?? (of[0] as string), of });
    if (sign === '') return classes;
    name = undefined;
    of = [];
  }
}

export class ClassListError extends RangeError {
  constructor(readonly said: Message) {
    super(inEnglish(said));
  }
}

const notClasses = (text: string): ClassListError =>
  new ClassListError(message('study.classes.notAList', { text: JSON.stringify(text) }));
