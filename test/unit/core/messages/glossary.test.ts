/** The catalogues use one word for each thing (docs/glossary.md). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { textsOf } from '../../../../core/messages/languages';

interface Term {
  english: string;
  korean: string;
  /** Words that are not used for it. */
  not: string[];
}

const glossary = readFileSync(join(__dirname, '../../../../docs/glossary.md'), 'utf8');
const terms: Term[] = [...glossary.matchAll(/^\| ([^|-][^|]*) \| ([^|]*) \| [^|]* \| ([^|]*)\|$/gm)]
  .map(([, english, korean, not]) => ({
    english: english!,
    korean: korean!,
    not: not!
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean),
  }))
  .filter(({ english }) => english !== 'English');

/** Words that translated texts are full of, and those that the product has replaced. */
const AVOIDED = [
  'mend',
  'mends',
  'mended',
  'anew',
  'so many',
  'told',
  'stands',
  'of which',
  'thereof',
  'mute',
  'muted',
];

const isKorean = (word: string): boolean => /\p{Script=Hangul}/u.test(word);

const PARTICLE = '(?:은|는|이|가|을|를|의|에|에서|로|으로|와|과|도)?';

/** Korean words take endings; one of a single syllable is also the beginning of others. */
const patternOf = (word: string): RegExp => {
  if (!isKorean(word)) return new RegExp(`(?<![\\w-])${word}(?![\\w-])`, 'i');
  return new RegExp(`(?<!\\p{L})${word}${word.length === 1 ? `${PARTICLE}(?!\\p{L})` : ''}`, 'u');
};

/** Without what a person types: commands, flags, quoted code. */
const prose = (text: string): string => text.replace(/skipwire [\w-]+|--[\w-]+|`[^`]*`|\{[^{}]*\}/g, ' ');

function found(language: 'en' | 'ko', words: readonly string[]): string[] {
  const patterns = words.map((word) => [word, patternOf(word)] as const);
  return [...textsOf(language)].flatMap(([key, text]) =>
    patterns
      .filter(([, pattern]) => pattern.test(prose(text)))
      .map(([word]) => `${key}: "${word}" in "${text}"`),
  );
}

test('about thirty terms, each said once', () => {
  expect(terms.length).toBeGreaterThanOrEqual(30);
  const names = terms.flatMap(({ english, korean }) => [english, korean]);
  expect(new Set(names).size).toBe(names.length);
});

test('English texts use no discarded word', () => {
  const discarded = terms.flatMap(({ not }) => not).filter((word) => !isKorean(word));
  expect(found('en', [...discarded, ...AVOIDED])).toEqual([]);
});

test('Korean texts use no discarded word', () => {
  expect(found('ko', terms.flatMap(({ not }) => not).filter(isKorean))).toEqual([]);
});

/** What would depend on the last sound of a value, and another register. */
const FOREIGN = /[을이은과와]\([를가는와과]\)|\([으이]\)|십시오|(?<![세필])요(?:[.?!]|$)/u;

test('Korean sentences fit any value and are in one register', () => {
  const wrong = [...textsOf('ko')].filter(([, text]) => FOREIGN.test(text));
  expect(wrong).toEqual([]);
  for (const text of [
    '{name}을(를) 엽니다.',
    '{a}와(과) 같습니다.',
    '{n}(으)로 이동',
    '확인하십시오.',
    '열려요.',
  ])
    expect(text).toMatch(FOREIGN);
});

test('a discarded word is found', () => {
  expect(patternOf('wire').test('Skipwire')).toBe(false);
  expect(patternOf('wire').test('A wire ends here.')).toBe(true);
  expect(patternOf('훈련').test('훈련을 시작합니다')).toBe(true);
  expect(patternOf('암').test('암호')).toBe(false);
  expect(patternOf('암').test('암은 둘입니다')).toBe(true);
});

/** Keys of commands, which a person can change: texts get them as values (renderer/layout/CommandKeys.tsx). */
const COMMAND_KEYS = /\bpress (?:(?:Ctrl|Alt)\+\S+|Tab|F\d+|[A-Z])(?![\w+])/;
/** The terminal has keys of its own, and shortcuts are recorded with keys that cannot be changed. */
const OWN_KEYS = /^(cli\.|shortcuts\.)/;

test('no text spells the keys of a command', () => {
  const spelled = [...textsOf('en')].filter(([key, text]) => !OWN_KEYS.test(key) && COMMAND_KEYS.test(text));
  expect(spelled).toEqual([]);
  for (const text of [
    'Select Add and press M.',
    'the palette, or press Tab and',
    'press F1',
    'press Ctrl+K',
  ]) {
    expect(text).toMatch(COMMAND_KEYS);
  }
});
