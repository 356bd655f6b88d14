/** Numbers as people type them. */
import {
  readNumber,
  readNumbers,
  readShare,
  readWhole,
  writeNumber,
} from '../../../../core/format/read-number';

test.each([
  ['3', 3],
  [' 0.01 ', 0.01],
  ['.5', 0.5],
  ['5.', 5],
  ['1e-4', 1e-4],
  ['-2', -2],
  ['4/3', 4 / 3],
  ['1 / 4', 0.25],
])('%j', (typed, value) => expect(readNumber(typed)).toBe(value));

test.each(['', ' ', 'x', '0x10', 'Infinity', '1,5', '1/0', '1 2', '1e'])('%j is no number', (typed) =>
  expect(readNumber(typed)).toBeNaN(),
);

test('lists', () => {
  expect(readNumbers('32000, 48000;1 2')).toEqual([32_000, 48_000, 1, 2]);
  expect(readNumbers('1, two')).toEqual([1, Number.NaN]);
  expect(readNumbers(' ')).toEqual([]);
});

test('whole numbers, with thousands grouped or not', () => {
  expect(['50000', '50,000', '1 000 000', '-3'].map(readWhole)).toEqual([50_000, 50_000, 1_000_000, -3]);
  expect(['', '1.5', '5,00', '1e3'].map(readWhole)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
});

test('shares', () => {
  expect(['0.1', '10%', '12.5 %', '100%'].map(readShare)).toEqual([0.1, 0.1, 0.125, 1]);
  expect(['', '%', 'a%'].map(readShare)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

test('what is written is read back without loss', () => {
  for (const value of [0.1, 4 / 3, 1e-7, 123_456.789, 2 / 7, 0.123456789]) {
    expect(readNumber(writeNumber(value))).toBe(value);
  }
  expect(writeNumber(4 / 3)).toBe('4/3');
});
