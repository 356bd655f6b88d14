import { type Language, languageFor } from '../../core/messages';

/**
 * `--language`, else SKIPWIRE_LANGUAGE, else the system's locale, else English. Read before commander, since its help is
 * in that language too; the option refuses unknown languages later.
 */
export function languageOf(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  return languageFor([asked(argv), env.SKIPWIRE_LANGUAGE, env.LC_ALL || env.LC_MESSAGES || env.LANG]) ?? 'en';
}

function asked(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => word === '--language' || word.startsWith('--language='));
  if (at < 0) return undefined;
  return argv[at] === '--language' ? argv[at + 1] : argv[at]!.slice('--language='.length);
}
