/** Reads an ONNX file back in onnxruntime. */
import { transposed } from '../transposed';
import type { ReadBack } from './check';
import { onnxruntimeBinding } from './onnxruntime';
import { readInProcess } from './process';

export async function readOnnx(back: ReadBack): Promise<Float32Array> {
  const binding = await onnxruntimeBinding(back.signal);
  const request = { library: 'onnx', binding } as const;
  const { images, shape } = back;
  if (back.network.inference.input.layout !== 'NCHW')
    return readInProcess(back, { ...request, images, shape });
  const [count = 0, height = 0, width = 0, channels = 0] = shape;
  return readInProcess(back, {
    ...request,
    images: transposed(images, shape, [0, 3, 1, 2]),
    shape: [count, channels, height, width],
  });
}
