/** The model that is timed for `auto`: its contents and its size. */
import type { ConvolutionShape } from '../../../core/study/precision';
import { precisionSchema } from '../../../core/study/precision';
import { compileSpeedProbe, probeBatch } from '../../../main/compiler/speed-probe';
import { decodeModel } from '../../support/graph-def';

const shape = (change: Partial<ConvolutionShape> = {}): ConvolutionShape => ({
  height: 14,
  width: 14,
  channels: 256,
  filters: 256,
  kernel: [3, 3],
  strides: [1, 1],
  padding: 'same',
  ...change,
});

test('a batch is a few milliseconds of work, at most 256 images, and fits a small card', () => {
  expect(probeBatch(shape(), 'cpu')).toBe(2);
  expect(probeBatch(shape(), 'gpu')).toBe(256);
  expect(probeBatch(shape({ height: 1, width: 1, kernel: [1, 1] }), 'cpu')).toBe(256);
  // One image is more work than that.
  expect(probeBatch(shape({ height: 224, width: 224 }), 'cpu')).toBe(1);
  // 128 MB are ten images of 224 x 224 x 64.
  expect(probeBatch(shape({ height: 224, width: 224, channels: 64, filters: 64 }), 'gpu')).toBe(8);
});

test.each(['cpu', 'gpu'] as const)('on a %s each precision has a signature of its own', (device) => {
  for (const change of [{}, { strides: [2, 2], padding: 'valid' }, { height: 1, width: 1 }] as const) {
    const { savedModel } = compileSpeedProbe(shape({ ...change } as Partial<ConvolutionShape>), {
      device,
      precisions: precisionSchema.options,
    });
    expect(Object.keys(decodeModel(savedModel).signatures).sort()).toEqual(
      ['init', ...precisionSchema.options].sort(),
    );
  }
});
