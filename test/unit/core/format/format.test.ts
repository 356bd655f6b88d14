/** Numbers as they are shown: exact texts, for the window and the terminal alike. */
import { formatBytes, formatBytesPerSecond, sizeMessage } from '../../../../core/format/bytes';
import {
  durationMessage,
  formatSeconds,
  formatSecondsLeft,
  formatWholeSeconds,
} from '../../../../core/format/duration';
import { formatMoment } from '../../../../core/format/moment';
import {
  formatCompact,
  formatCount,
  formatDecimals,
  formatLoss,
  formatPercent,
  formatRate,
  formatShare,
  formatSigned,
} from '../../../../core/format/number';
import { formatImageShape, formatShape, formatShapes } from '../../../../core/format/shape';
import { inEnglish, sentences, setLanguage, textOf } from '../../../../core/messages';

afterEach(() => setLanguage('en'));

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234.5678, '1,235'],
  [23_608_202, '23,608,202'],
])('count %d', (value, text) => expect(formatCount(value)).toBe(text));

test.each([
  [0, '0'],
  [1000, '1,000'],
  [9_999, '9,999'],
  [10_000, '10.0 k'],
  [80_900, '80.9 k'],
  [999_499, '999 k'],
  [999_600, '1.00 M'],
  [2_356_000, '2.36 M'],
  [80_859_136, '80.9 M'],
  [4.089e9, '4.09 G'],
  [2e12, '2.00 T'],
  [2e15, '2,000 T'],
])('%d in three digits', (value, text) => expect(formatCompact(value)).toBe(text));

test.each([
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [99_949, '99.9 kB'],
  [99_960, '100 kB'],
  [999_960, '1.0 MB'],
  [170_498_071, '170 MB'],
  [1_500_000_000, '1.5 GB'],
  [2e12, '2.0 TB'],
])('%d bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test('bytes in a second', () => {
  expect([3_100_000, 512].map(formatBytesPerSecond)).toEqual(['3.1 MB/s', '512 bytes/s']);
});

test.each([
  [0.21, '0.21s'],
  [0.997, '1.0s'],
  [4.04, '4.0s'],
  [9.97, '10s'],
  [41.3, '41s'],
  [59.7, '1m'],
  [72, '1m 12s'],
  [3599.6, '1h'],
  [7500, '2h 5m'],
])('%d seconds', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));

test('whole seconds, and seconds that are left', () => {
  expect([0, 5.4, 120].map(formatWholeSeconds)).toEqual(['0s', '5s', '2m']);
  expect([-1, 5.3, 59.4, 95].map(formatSecondsLeft)).toEqual(['0s', '6s', '1m', '1m 35s']);
});

test('percentages', () => {
  expect([0.6721, 1, 0].map((share) => formatPercent(share))).toEqual(['67.2%', '100.0%', '0.0%']);
  expect(formatPercent(0.30124, 2)).toBe('30.12%');
  expect([0.1, 0.125, 0.005, 1, 1 / 3].map(formatShare)).toEqual([
    '10%',
    '12.5%',
    '0.5%',
    '100%',
    '33.3333%',
  ]);
});

test('decimals; a rounded minus zero has no sign', () => {
  expect([1.5, -0.001, 1234.5].map((value) => formatDecimals(value, 2))).toEqual([
    '1.50',
    '0.00',
    '1,234.50',
  ]);
  expect([5.21, -0.3, 0.04, -0.04].map((value) => formatSigned(value, 1))).toEqual([
    '+5.2',
    '-0.3',
    '0.0',
    '0.0',
  ]);
});

test('losses and learning rates', () => {
  expect([1.8421, 0, 0.0000321, 12_345].map(formatLoss)).toEqual(['1.842', '0.000', '3.21e-5', '1.23e+4']);
  expect([0, 0.1, 0.003162, 3.2e-7, 1234, 123_456].map(formatRate)).toEqual([
    '0',
    '0.1',
    '0.00316',
    '3.2e-7',
    '1230',
    '1.23e5',
  ]);
});

test('shapes and moments', () => {
  expect(formatShape([8, 8, 64])).toBe('8×8×64');
  expect(inEnglish(formatShapes([]))).toBe('nothing');
  expect(inEnglish(formatShapes([[8, 8, 64], [10]]))).toBe('8×8×64 and 10');
  expect(formatImageShape([32, 32, 3])).toBe('32 × 32 × 3');
  expect(formatMoment(new Date(2026, 10, 23, 21, 58).toISOString())).toBe('Nov 23, 21:58');
});

test('in Korean', () => {
  setLanguage('ko');
  expect([999, 170_498_071].map(formatBytes)).toEqual(['999바이트', '170MB']);
  expect([0.21, 41, 72, 7500].map(formatSeconds)).toEqual(['0.21초', '41초', '1분 12초', '2시간 5분']);
  expect(formatCount(23_608_202)).toBe('23,608,202');
  expect(formatPercent(0.6721)).toBe('67.2%');
  expect(formatMoment(new Date(2026, 10, 23, 21, 58).toISOString())).toBe('11월 23일 21:58');
});

test('sizes and spans of time that are values of a message are shown in the language of the reader', () => {
  const both = sentences(sizeMessage(1_500_000_000), durationMessage(72));
  expect(textOf(both)).toBe('1.5 GB. 1m 12s');
  setLanguage('ko');
  expect(textOf(both)).toBe('1.5GB. 1분 12초');
});
