/** The language of what the command prints. */
import { LANGUAGES, type Language, languageFor } from '../../core/messages';

/**
 * `--language`, else SKIPWIRE_LANGUAGE, else the system's locale, else English. It is read before commander reads the rest:
 * its help is in that language too. A language that we do not have is refused later, by the option.
 */
export function languageOf(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  return languageFor([asked(argv), env.SKIPWIRE_LANGUAGE, env.LC_ALL || env.LC_MESSAGES || env.LANG]) ?? 'en';
}

function asked(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => word === '--language' || word.startsWith('--language='));
  if (at < 0) return undefined;
  return argv[at] === '--language' ? argv[at + 1] : argv[at]!.slice('--language='.length);
}

export const LANGUAGE_OPTION = { flags: '--language <name>', choices: LANGUAGES };
