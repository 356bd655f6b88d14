import type { LanguageChoice } from '../../core/contract/kept';
import { LANGUAGES, nameOfLanguage, t } from '../../core/messages';

export const LANGUAGE_CHOICES: readonly LanguageChoice[] = ['system', ...LANGUAGES];

export const nameOfChoice = (choice: LanguageChoice): string =>
  choice === 'system' ? t('shell.language.system') : nameOfLanguage(choice);
