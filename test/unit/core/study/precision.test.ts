/** Which precision is taken by what was measured, and in which words that is said. */
import {
  fastestPrecision,
  isSlower,
  type PrecisionSpeeds,
  precisionWords,
  speedup,
} from '../../../../core/study/precision';
import { trainingSettingsSchema } from '../../../../core/study/settings';

/** Milliseconds of each precision. */
const speeds = (
  float32: number,
  bfloat16: number | null,
  float16: number | null,
  device: 'cpu' | 'gpu' = 'cpu',
): PrecisionSpeeds => ({
  device,
  convolution: {
    height: 14,
    width: 14,
    channels: 256,
    filters: 256,
    kernel: [3, 3],
    strides: [1, 1],
    padding: 'same',
  },
  batchSize: 4,
  milliseconds: { float32, bfloat16, float16 },
});

test('old settings keep their meaning: float32 unless something else is said', () => {
  expect(trainingSettingsSchema.parse({}).precision).toBe('float32');
  expect(trainingSettingsSchema.parse({ precision: 'auto' }).precision).toBe('auto');
});

test('auto takes bfloat16 where it pays, float16 where only that does, and float32 otherwise', () => {
  expect(fastestPrecision(speeds(19, 10, null))).toBe('bfloat16');
  expect(fastestPrecision(speeds(10, 33, null))).toBe('float32');
  expect(fastestPrecision(speeds(11, 10, 200))).toBe('bfloat16');
  // A tenth is the least that is worth fewer digits.
  expect(fastestPrecision(speeds(10.9, 10, 200))).toBe('float32');
  // A card of before bfloat16.
  expect(fastestPrecision(speeds(10, 30, 4, 'gpu'))).toBe('float16');
  // float16 is faster still, but its gradients overflow.
  expect(fastestPrecision(speeds(10, 4, 3, 'gpu'))).toBe('bfloat16');
  expect(fastestPrecision(speeds(10, null, null))).toBe('float32');
});

test('a precision is slower where float32 takes less time, or where there is no kernel for it', () => {
  expect(isSlower(speeds(10, 33, null), 'bfloat16')).toBe(true);
  expect(isSlower(speeds(10, 33, null), 'float16')).toBe(true);
  expect(isSlower(speeds(10, 33, null), 'auto')).toBe(false);
  expect(isSlower(speeds(10, 33, null), 'float32')).toBe(false);
  expect(isSlower(speeds(10, 5, null), 'bfloat16')).toBe(false);
  // Within what a measurement is off by.
  expect(isSlower(speeds(10, 10.3, null), 'bfloat16')).toBe(false);
  expect(speedup(speeds(10, 5, null), 'float16')).toBeUndefined();
});

test.each([
  [speeds(19, 10, null), 'auto', 'bfloat16 is 1.9 times as fast as float32 on this CPU: using bfloat16.'],
  [speeds(10, 33, null), 'auto', 'bfloat16 takes 3.3 times as long as float32 on this CPU: using float32.'],
  [speeds(10, 10, null), 'auto', 'bfloat16 is as fast as float32 on this CPU: using float32.'],
  [speeds(10, null, null), 'auto', 'bfloat16 does not run on this CPU: using float32.'],
  [speeds(10, 30, 4, 'gpu'), 'auto', 'float16 is 2.5 times as fast as float32 on this GPU: using float16.'],
  [
    speeds(10, 33, 412),
    'bfloat16',
    'bfloat16 takes 3.3 times as long as float32 on this CPU. Choose float32 or auto.',
  ],
  [
    speeds(10, 33, 412),
    'float16',
    'float16 takes 41 times as long as float32 on this CPU. Choose float32 or auto.',
  ],
  [speeds(19, 10, 100), 'bfloat16', 'bfloat16 is 1.9 times as fast as float32 on this CPU.'],
] as const)('%j, %s: %s', (measured, chosen, words) => {
  expect(precisionWords(measured, chosen)).toBe(words);
});
