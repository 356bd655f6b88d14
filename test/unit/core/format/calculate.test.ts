import { calculate } from '../../../../core/format/calculate';
import { writeNumber } from '../../../../core/format/read-number';

test.each([
  ['64', 64],
  ['1e-3', 1e-3],
  ['4/3', 4 / 3],
  ['64*2', 128],
  ['64 × 2', 128],
  ['50000 / 128', 390.625],
  ['(3 + 1) * 16', 64],
  ['2^3^2', 512],
  ['2**7', 128],
  ['-2^2', -4],
  ['2^-1', 0.5],
  ['10 - 2 - 3', 5],
  ['64 / 4 / 2', 8],
  ['0.1 + 0.2', 0.3],
  ['1e-3*10', 0.01],
  ['-(2+3)', -5],
])('%j is %d', (typed, value) => expect(calculate(typed)).toBeCloseTo(value, 12));

test.each(['', '  ', '*', '64*', '(64', '64)', '2 3', '1/0', '10^999', '64x2', 'lr*2', '1.2.3', '()'])(
  '%j is none',
  (typed) => expect(calculate(typed)).toBeNaN(),
);

test('a value that was calculated is written so that it reads back', () => {
  for (const typed of ['4/3', '50000/128', '1/3+1/3', '0.1*3']) {
    expect(calculate(writeNumber(calculate(typed)))).toBe(calculate(typed));
  }
});
