/** A language is one file. Adds a made-up one to a copy of the folder. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import type * as Messages from '../../../../core/messages';
import {
  catalogueProblems,
  messagesFolder,
  readCatalogues,
  writeLanguages,
} from '../../../../scripts/messages.mjs';

const folder = mkdtempSync(join(tmpdir(), 'skipwire-language-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Texts = { [name: string]: string | Texts };
const madeUp = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      typeof text === 'string' ? `⟦${text}⟧` : madeUp(text),
    ]),
  );

test('one more file is one more language', () => {
  cpSync(messagesFolder, folder, { recursive: true });
  const { en } = readCatalogues();
  writeFileSync(join(folder, 'eo.json'), JSON.stringify(madeUp(en)));
  writeLanguages(folder);
  expect(catalogueProblems(readCatalogues(folder))).toEqual([]);

  const outfile = join(folder, 'messages.cjs');
  buildSync({
    entryPoints: [join(folder, 'index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    logLevel: 'error',
    nodePaths: [join(__dirname, '../../../../node_modules')],
  });
  const { LANGUAGES, languageFor, nameOfLanguage, setLanguage, t } = require(outfile) as typeof Messages;
  expect(LANGUAGES).toEqual(['en', 'eo', 'ko']);
  const language = languageFor(['eo-EO'])!;
  expect(language).toBe('eo');
  expect(nameOfLanguage(language)).toBe('⟦English⟧');
  setLanguage(language);
  expect(t('shell.views.train')).toBe('⟦Train⟧');
  expect(t('common.issue.fewItems', { minimum: 2 })).toBe('⟦must have at least 2 items⟧');
});
