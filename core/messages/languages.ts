/** The languages of the catalogue. */
import { catalogues } from './catalogues';

/** A file of texts in ICU MessageFormat, nested by area. */
export interface Texts {
  readonly [name: string]: string | Texts;
}

export type Language = keyof typeof catalogues;
export const LANGUAGES = Object.keys(catalogues) as [Language, ...Language[]];

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
    texts = new Map(flatten(catalogues[language]));
    flat.set(language, texts);
  }
  return texts;
}

/** The language's name for itself. */
export const nameOfLanguage = (language: Language): string => textsOf(language).get('common.thisLanguage')!;

/** The first of these languages that Skipwire has. Tags are the browser's (`ko-KR`) or the system's (`ko_KR.UTF-8`). */
export function languageFor(tags: readonly (string | undefined)[]): Language | undefined {
  return tags
    .map((tag) => tag?.split(/[-_.@]/, 1)[0]?.toLowerCase())
    .map((code) => LANGUAGES.find((language) => language === code))
    .find((language) => language !== undefined);
}
