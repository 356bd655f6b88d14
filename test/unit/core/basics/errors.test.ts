import { codeOf, messageOf } from '../../../../core/basics/errors';

test('anything can be thrown, and has a text', () => {
  expect([new Error('a'), { message: 'b' }, 'c', { message: 1 }, null, undefined].map(messageOf)).toEqual([
    'a',
    'b',
    'c',
    '[object Object]',
    'null',
    'undefined',
  ]);
});

test('only a text is a code', () => {
  expect([{ code: 'ENOENT' }, { code: 1 }, new Error('a'), 'ENOENT', null].map(codeOf)).toEqual([
    'ENOENT',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
