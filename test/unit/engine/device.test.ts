import { parseGpu } from '../../../main/engine/device';

test('the first card in the answer of nvidia-smi', () => {
  const output = 'NVIDIA GeForce RTX 4070, 560.35.03\nNVIDIA GeForce GTX 1080, 560.35.03\n';
  expect(parseGpu(output)).toEqual({ name: 'NVIDIA GeForce RTX 4070', driver: '560.35.03' });
});

test.each([[''], ['No devices were found'], ['\n']])('an answer without a card: "%s"', (output) => {
  expect(parseGpu(output)).toBeUndefined();
});
