/** Another language is one file and its line in languages.ts: tried with a made-up one, in a copy of the folder. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import type * as Messages from '../../../../core/messages';
import { catalogueProblems, messagesFolder, readCatalogues } from '../../../../scripts/messages.mjs';

const folder = mkdtempSync(join(tmpdir(), 'skipwire-language-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What another language looks like: every word is longer, and has accents. */
type Texts = { [name: string]: string | Texts };
const madeUp = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      typeof text === 'string' ? `⟦${text}⟧` : madeUp(text),
    ]),
  );

test('a made-up language', () => {
  cpSync(messagesFolder, folder, { recursive: true });
  const { en } = readCatalogues();
  writeFileSync(join(folder, 'eo.json'), JSON.stringify(madeUp(en)));
  const list = join(folder, 'languages.ts');
  const before = readFileSync(list, 'utf8');
  const after = before
    .replace("import en from './en.json';", "import en from './en.json';\nimport eo from './eo.json';")
    .replace('texts: en },', "texts: en },\n  eo: { name: 'Esperanto', texts: eo },");
  expect(after.split('\n').length - before.split('\n').length).toBe(2);
  writeFileSync(list, after);
  expect(catalogueProblems(readCatalogues(folder))).toEqual([]);

  const outfile = join(folder, 'messages.cjs');
  buildSync({
    entryPoints: [join(folder, 'index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
    nodePaths: [join(__dirname, '../../../../node_modules')],
  });
  const { LANGUAGES, languageFor, setLanguage, t } = require(outfile) as typeof Messages;
  expect(LANGUAGES).toContain('eo');
  const language = languageFor(['eo-EO'])!;
  expect(language).toBe('eo');
  setLanguage(language);
  expect(t('shell.views.train')).toBe('⟦Train⟧');
  expect(t('common.issue.fewItems', { minimum: 2 })).toBe('⟦must have at least 2 items⟧');
});
