/** The catalogue and the sources that use it agree, in every language. `node scripts/messages.mjs` prints the same. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../../../core/messages';
import { catalogueProblems, checkMessages, messagesFolder, scan } from '../../../../scripts/messages.mjs';
import allowed from './not-in-catalogue.json';

const { problems, left } = checkMessages();

test('the catalogues are in order', () => {
  expect(problems).toEqual([]);
});

test('catalogues.ts lists every language file (else run `node scripts/messages.mjs`)', () => {
  const files = readdirSync(messagesFolder).filter((name) => name.endsWith('.json'));
  expect(files.map((name) => name.replace('.json', '')).sort()).toEqual([...LANGUAGES].sort());
});

test('no folder shows more texts from outside the catalogue than it did', () => {
  const counts = new Map<string, number>();
  for (const [file, texts] of left) {
    const folder = file.split('/').slice(0, 2).join('/');
    counts.set(folder, (counts.get(folder) ?? 0) + texts.length);
  }
  const more = [...counts].filter(
    ([folder, count]) => count > ((allowed as Record<string, number>)[folder] ?? 0),
  );
  expect(more).toEqual([]);
});

describe('what the check finds', () => {
  const en = {
    a: { files: '{count, plural, one {# file} other {# files}} in {folder}', see: 'See <b>{name}</b>' },
  };
  const korean = (files: string, see = '<b>{name}</b> 참고') => ({ en, ko: { a: { files, see } } });
  const rich = new Set(['a.see']);

  test.each([
    ['nothing', korean('{folder}의 파일 {count, plural, other {#}}개'), []],
    ['a missing key', { en, ko: { a: { see: '<b>{name}</b>' } } }, ['ko: a.files is missing']],
    [
      'a key that English lacks',
      { en, ko: { a: { ...korean('{folder}{count}').ko.a, zoo: 'x' } } },
      ['ko: a.zoo is not in English'],
    ],
    [
      'other arguments',
      korean('파일 {count}개'),
      ['ko: a.files has other arguments (count) than in English (count, folder)'],
    ],
    [
      'other tags',
      korean('{folder}{count}', '{name}'),
      ['ko: a.see has other tags (none) than in English (b)'],
    ],
    [
      'a plural form that the language does not have',
      korean('{folder}{count, plural, one {#} other {#}}'),
      ['ko: a.files has the plural form "one", which the language does not have'],
    ],
    [
      'a plural form that is missing',
      { en: { a: { files: '{count, plural, other {# files}}' } } },
      ['en: a.files lacks the plural form "one"'],
    ],
    ['syntax', korean('{folder'), [expect.stringMatching(/^ko: a\.files is not an ICU message/)]],
    ['order', { en: { b: 'x', a: 'y' } }, ['en: keys are sorted; a is not']],
  ])('%s', (_what, catalogues, expected) => {
    expect(catalogueProblems(catalogues, rich)).toEqual(expected);
  });
});

test('what the scan of a source finds', () => {
  const found = scan(
    `const key = 'a.one';
     t(wide ? 'a.two' : 'a.three', { count });
     t(\`a.\${name}.label\` as Key);
     throw new Refusal(\`\${name} is not there.\`);
     const file = found ?? refuse('a.four', { path });
     throw new Error('Only a fault of ours says this.');
     const view = <Rich of="a.see" values={{ b: bold }}><p title="Show it" className="wide box">Some words</p></Rich>;`,
    new Set(['a']),
  );
  expect([...found.literals].sort()).toEqual(['a.four', 'a.one', 'a.see', 'a.three', 'a.two']);
  expect(found.patterns[0]!.test('a.filters.label')).toBe(true);
  expect(found.calls).toEqual([
    { key: 'a.two', names: ['count'], rich: false },
    { key: 'a.three', names: ['count'], rich: false },
    { key: 'a.four', names: ['path'], rich: false },
    { key: 'a.see', names: ['b'], rich: true },
  ]);
  expect(found.left).toEqual(['… is not there.', 'Show it', 'Some words']);
});
