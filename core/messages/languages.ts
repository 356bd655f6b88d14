/** The languages that there are. A new one is a file beside en.json, and its line here. */
import en from './en.json';
import ko from './ko.json';

/** A file of texts in ICU MessageFormat, nested by area. */
export interface Texts {
  readonly [name: string]: string | Texts;
}

interface Entry {
  /** What its speakers call it. */
  name: string;
  texts: Texts;
}

const entries = {
  en: { name: 'English', texts: en },
  ko: { name: '한국어', texts: ko },
} satisfies Record<string, Entry>;

export type Language = keyof typeof entries;
export const LANGUAGES = Object.keys(entries) as [Language, ...Language[]];

/** What its speakers call it. */
export const nameOfLanguage = (language: Language): string => entries[language].name;

/** `{ common: { close: 'Close' } }` -> `common.close` => `Close` */
export function flatten(texts: Texts, path = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([name, text]): [string, string][] =>
    typeof text === 'string' ? [[path + name, text]] : flatten(text, `${path}${name}.`),
  );
}

const flat = new Map<Language, ReadonlyMap<string, string>>();

export function textsOf(language: Language): ReadonlyMap<string, string> {
  let texts = flat.get(language);
  if (!texts) {
    texts = new Map(flatten(entries[language].texts));
    flat.set(language, texts);
  }
  return texts;
}

/**
 * The first language that we have of those that a person reads, best first: tags as the browser gives them (`ko-KR`) or
 * the system (`ko_KR.UTF-8`).
 */
export function languageFor(tags: readonly (string | undefined)[]): Language | undefined {
  return tags
    .map((tag) => tag?.split(/[-_.@]/, 1)[0]?.toLowerCase())
    .map((code) => LANGUAGES.find((language) => language === code))
    .find((language) => language !== undefined);
}
