/** What doctor says about precisions. */
import type { PrecisionSpeeds } from '../../../core/study/precision';
import { precisionFinding } from '../../../main/doctor/precision-check';
import { instructionSetsIn } from '../../../main/engine/instruction-sets';

const speeds: PrecisionSpeeds = {
  device: 'cpu',
  convolution: {
    height: 14,
    width: 14,
    channels: 256,
    filters: 256,
    kernel: [3, 3],
    strides: [1, 1],
    padding: 'same',
  },
  batchSize: 2,
  milliseconds: { float32: 19, bfloat16: 10, float16: null },
};

test('instruction sets are those that bear on precision', () => {
  const info = 'processor\t: 0\nflags\t\t: fpu sse avx2 avx512f avx512_bf16 amx_tile ht\nbugs\t: none\n';
  expect(instructionSetsIn(info)).toEqual(['avx2', 'avx512f', 'avx512_bf16', 'amx_tile']);
  expect(instructionSetsIn('processor : 0\nFeatures : fp asimd\n')).toBeUndefined();
});

test('what was measured comes first', () => {
  expect(precisionFinding(['avx2', 'avx512_bf16'], [speeds])).toBe(
    'bfloat16 1.9 times as fast as float32, float16 does not run here (3x3 convolution, 256 to 256 channels, 14x14, with its gradients); the CPU has avx2, avx512_bf16',
  );
});

test('before a measurement it says what to expect, and when it is done', () => {
  const later = 'not measured yet: the first training with precision auto, bfloat16, or float16 measures it';
  expect(precisionFinding(['avx2'], [])).toBe(
    `the CPU has avx2; without avx512_bf16 or AMX, bfloat16 is likely to be slower than float32; ${later}`,
  );
  expect(precisionFinding(['avx2', 'avx512f', 'avx512_bf16'], [])).toBe(
    `the CPU has avx2, avx512f, avx512_bf16; ${later}`,
  );
  // A GPU, or a system that does not tell.
  expect(precisionFinding(undefined, [])).toBe(later);
});
