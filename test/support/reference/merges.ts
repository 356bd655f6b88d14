/** What joins or gates tensors, in float64. */
import type { OperatorAttributes, OperatorName } from '../../../main/compiler/ir/attributes';
import { map, type Tensor, tensor } from './tensor';

type Reference<Name extends OperatorName> = (
  inputs: readonly Tensor[],
  attributes: OperatorAttributes[Name],
) => readonly Tensor[];

/** Channel, and which of the rows of channels, a flat index means. */
const placeIn = (index: number, channels: number) => ({
  row: Math.floor(index / channels),
  channel: index % channels,
});

function concat(inputs: readonly Tensor[]): Tensor {
  const sizes = inputs.map(({ shape }) => shape.at(-1)!);
  const channels = sizes.reduce((sum, size) => sum + size, 0);
  const result = tensor([...inputs[0]!.shape.slice(0, -1), channels]);
  let begin = 0;
  inputs.forEach(({ data }, input) => {
    data.forEach((value, index) => {
      const { row, channel } = placeIn(index, sizes[input]!);
      result.data[row * channels + begin + channel] = value;
    });
    begin += sizes[input]!;
  });
  return result;
}

/** The gate of each value of an image [N,H,W,C] among gates [N,C]. */
function gateOf(image: Tensor, index: number): number {
  const [, height, width, channels] = image.shape as [number, number, number, number];
  const { row, channel } = placeIn(index, channels);
  return Math.floor(row / (height * width)) * channels + channel;
}

export const mergeReferences: {
  readonly [Name in 'concat' | 'channel_slice' | 'channel_scale' | 'spatial_dot']: Reference<Name>;
} = {
  concat: (inputs) => [concat(inputs)],
  channel_slice: ([x], { begin, size }) => {
    const channels = x!.shape.at(-1)!;
    const result = tensor([...x!.shape.slice(0, -1), size]);
    return [
      map(result, (_, index) => {
        const { row, channel } = placeIn(index, size);
        return x!.data[row * channels + begin + channel]!;
      }),
    ];
  },
  channel_scale: ([x, gates]) => [map(x!, (value, index) => value * gates!.data[gateOf(x!, index)]!)],
  spatial_dot: ([a, b]) => {
    const result = tensor([a!.shape[0]!, a!.shape[3]!]);
    a!.data.forEach((value, index) => {
      result.data[gateOf(a!, index)]! += value * b!.data[index]!;
    });
    return [result];
  },
};
