/** The window's language: the browser's, or the one chosen in Settings. */
import { create } from 'zustand';
import { type LanguageChoice, languageSchema } from '../../core/contract/kept';
import { type Language, language, languageFor, setLanguage } from '../../core/messages';
import { keep } from './kept/keep';

const read = (value: unknown): LanguageChoice => languageSchema.safeParse(value).data ?? 'system';

const resolved = (choice: LanguageChoice): Language =>
  choice === 'system' ? (languageFor(globalThis.navigator?.languages ?? []) ?? 'en') : choice;

const stateOf = (choice: LanguageChoice) => ({ choice, language: resolved(choice) });

/** `language` is what `t()` uses. */
export const useLanguage = create<{ choice: LanguageChoice; language: Language }>(() => stateOf('system'));

function apply(): void {
  setLanguage(useLanguage.getState().language);
  if (globalThis.document) document.documentElement.lang = language();
}

apply();
useLanguage.subscribe(apply);

keep(useLanguage, {
  concern: 'appearance',
  live: true,
  values: ({ choice }) => ({ language: choice }),
  change: ({ language }) => stateOf(read(language)),
});

export const chooseLanguage = (choice: LanguageChoice): void => useLanguage.setState(stateOf(choice));
