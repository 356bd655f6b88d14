/** Values of options: what is taken, and what is said of the rest. */
import { z } from 'zod';
import { imageShape, number, numberOrNone, numbers, words } from '../../../main/cli/options/values';

const count = number(z.int().min(1).max(10));

test.each([
  ['1', 1],
  ['10', 10],
  [' 7 ', 7],
  ['1e1', 10],
])('%j is %d', (text, value) => expect(count(text)).toBe(value));

test.each(['', ' ', 'abc', '1x', '0x5', 'NaN', 'Infinity', '1,5', '--2', '1e'])('%j is no number', (text) =>
  expect(() => count(text)).toThrow('must be a number'),
);

test.each(['0', '11', '1.5', '-3', '1e400'])('%j is not in range', (text) => {
  expect(() => count(text)).toThrow(/^It must be (a whole number from 1 to 10|a number)\.$/);
});

test('none is a word for no limit', () => {
  const clipnorm = numberOrNone(z.number().positive());
  expect([clipnorm('none'), clipnorm('0.5')]).toEqual(['none', 0.5]);
  expect(() => clipnorm('no')).toThrow('must be a number');
});

test('lists', () => {
  expect(numbers(z.int())('1,2,3')).toEqual([1, 2, 3]);
  expect(() => numbers(z.int())('1,,3')).toThrow('must be a number');
  expect(words('a, b,c', ['z'])).toEqual(['z', 'a', 'b', 'c']);
  expect(() => words(' , ')).toThrow('at least one');
});

test.each([
  ['32x32x3', [32, 32, 3]],
  ['224X224X1', [224, 224, 1]],
  ['8×9×3', [8, 9, 3]],
])('%s is an image', (text, shape) => expect(imageShape(text)).toEqual(shape));

test.each(['32', '32x32', '32x32x3x1', '0x32x3', '32xax3', '-1x2x3', '1.5x2x3'])('%s is none', (text) =>
  expect(() => imageShape(text)).toThrow('height, width, and channels'),
);
