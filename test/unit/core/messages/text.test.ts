/** Messages become text in the current language, wherever they were made. */
import { afterEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  inEnglish,
  join,
  languageFor,
  listOf,
  message,
  messageSchema,
  richParts,
  rule,
  ruleOf,
  sentences,
  setLanguage,
  t,
  textIn,
  textOf,
  verbatim,
} from '../../../../core/messages';

afterEach(() => setLanguage('en'));

test('a text follows the language', () => {
  expect(t('shell.views.train')).toBe('Train');
  setLanguage('ko');
  expect(t('shell.views.train')).toBe('학습');
});

test('a message is data, through JSON, until it is shown', () => {
  const made = message('common.field', {
    field: 'seed',
    problem: message('common.issue.atLeast', { minimum: 1000 }),
  });
  const read = messageSchema.parse(JSON.parse(JSON.stringify(made)));
  expect(read).toEqual(made);
  expect(textOf(read)).toBe('seed: must be at least 1,000');
  expect(textIn('ko', read)).toBe('seed: 1,000 이상이어야 합니다');
  setLanguage('ko');
  expect(inEnglish(read)).toBe('seed: must be at least 1,000');
});

test('plurals, lists and sentences', () => {
  expect(t('common.issue.fewItems', { minimum: 1 })).toBe('must have at least 1 item');
  expect(t('common.issue.fewItems', { minimum: 1200 })).toBe('must have at least 1,200 items');
  expect(join(['a', 'b', 'c'])).toBe('a, b, and c');
  expect(t('common.issue.oneOf', { options: listOf(['a', 'b'], 'or') })).toBe('must be a or b');
  expect(textOf(sentences(verbatim('One.'), undefined, 'Two.'))).toBe('One. Two.');
  setLanguage('ko');
  expect(join(['a', 'b', 'c'])).toBe('a, b 및 c');
});

test('a message of another version falls back to its English text', () => {
  const unknown = { key: 'from.the.future' } as unknown as ReturnType<typeof message>;
  expect(textOf(unknown, 'Something new.')).toBe('Something new.');
  expect(textOf(message('common.field', { field: 'seed' }), 'as recorded')).toBe('as recorded');
  expect(textOf(message('common.field', { field: 'seed', problem: unknown }), 'as recorded')).toBe(
    'as recorded',
  );
});

test('angle brackets are text, except in rich text', () => {
  expect(t('common.verbatim', { text: 'skipwire stop <run>' })).toBe('skipwire stop <run>');
  expect(richParts('common.close', {})).toEqual(['Close']);
});

test.each([
  [['ko-KR', 'en-US'], 'ko'],
  [['ko_KR.UTF-8'], 'ko'],
  [['fr-FR', 'en-GB'], 'en'],
  [[undefined, 'C', 'POSIX'], undefined],
  [[''], undefined],
])('of %j we have %s', (tags, expected) => {
  expect(languageFor(tags)).toBe(expected);
});

test('what zod finds is a message: its own rules by their kind, ours as they are', () => {
  const even = z
    .number()
    .refine((value) => value % 2 === 0, rule(message('common.issue.tooMany', { most: 2 })));
  const schema = z
    .object({ count: z.int().min(1), name: z.string().min(2), even, kind: z.enum(['a', 'b']) })
    .strict();
  const { error } = schema.safeParse({ count: 0, name: 'x', even: 3, kind: 'c', other: 1 });
  const said = error!.issues.map((issue) => textOf(ruleOf(issue)));
  expect(said).toEqual([
    'must be at least 1',
    'must have at least 2 characters',
    'has more than 2 errors',
    'must be "a" or "b"',
    'is not a known field',
  ]);
  const [, , ours] = JSON.parse(JSON.stringify(error!.issues));
  expect(textIn('ko', ruleOf(ours))).toBe('오류가 2개를 넘습니다');
  expect(ours.message).toBe('has more than 2 errors');
});
