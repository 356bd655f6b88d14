/** What the form shows beside each precision. */
import type { PrecisionSpeeds } from '../../../core/study/precision';
import { precisionDetails } from '../../../renderer/training/precision/details';

const speeds = (bfloat16: number | null, float16: number | null): PrecisionSpeeds => ({
  device: 'cpu',
  convolution: {
    height: 1,
    width: 1,
    channels: 8,
    filters: 8,
    kernel: [1, 1],
    strides: [1, 1],
    padding: 'valid',
  },
  batchSize: 1,
  milliseconds: { float32: 10, bfloat16, float16 },
});

test('before anything is known, auto says what will happen', () => {
  expect(precisionDetails(undefined, false)).toEqual({ auto: 'measured first' });
  expect(precisionDetails(undefined, true)).toEqual({ auto: 'measuring…' });
});

test('then the speed of each, over float32', () => {
  expect(precisionDetails(speeds(5, null), false)).toEqual({
    float32: '',
    bfloat16: '2.0× the speed',
    float16: 'not supported here',
    auto: 'uses bfloat16',
  });
  expect(precisionDetails(speeds(30, 400), false)).toMatchObject({
    bfloat16: '0.3× the speed',
    // Not "0.0".
    float16: '0.03× the speed',
    auto: 'uses float32',
  });
});
