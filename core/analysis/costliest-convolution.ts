/** The convolution that represents a network when the speed of a device is measured. */
import type { ConvolutionShape } from '../study/precision';
import type { GraphAnalysis, NodeAnalysis } from './types';

type Pair = [number, number];

/** Undefined for a layer that is not an ordinary convolution. */
function convolutionOf({
  type,
  params,
  inputShapes,
  outputShape,
}: NodeAnalysis): ConvolutionShape | undefined {
  const [input] = inputShapes;
  if (!input || !outputShape) return undefined;
  if (type === 'Dense') {
    const [channels, filters] = [input.at(-1)!, outputShape.at(-1)!];
    const single = { kernel: [1, 1] as Pair, strides: [1, 1] as Pair, padding: 'valid' as const };
    return { height: 1, width: 1, channels, filters, ...single };
  }
  if (type !== 'Conv2D' || params.groups !== 1 || Math.max(...(params.dilation as Pair)) > 1)
    return undefined;
  const [height, width, channels] = input as [number, number, number];
  const explicit = params.padding === 'explicit';
  const [top, bottom, left, right] = explicit
    ? (params.explicitPadding as [number, number, number, number])
    : [0, 0, 0, 0];
  return {
    height: height + top + bottom,
    width: width + left + right,
    channels,
    filters: outputShape[2]!,
    kernel: params.kernelSize as Pair,
    strides: params.strides as Pair,
    padding: params.padding === 'same' ? 'same' : 'valid',
  };
}

/** The shape with most of the multiply-adds of all these networks; undefined if none has a convolution or Dense layer. */
export function costliestConvolution(
  analyses: readonly Pick<GraphAnalysis, 'nodes'>[],
): ConvolutionShape | undefined {
  const costs = new Map<string, { shape: ConvolutionShape; macs: number }>();
  for (const { nodes } of analyses) {
    for (const node of Object.values(nodes)) {
      const shape = convolutionOf(node);
      if (!shape) continue;
      const key = JSON.stringify(shape);
      costs.set(key, { shape, macs: (costs.get(key)?.macs ?? 0) + node.macs });
    }
  }
  return [...costs.values()].sort((a, b) => b.macs - a.macs)[0]?.shape;
}

/** Multiply-adds of one forward pass of one image. */
export function macsOf({
  height,
  width,
  channels,
  filters,
  kernel,
  strides,
  padding,
}: ConvolutionShape): number {
  const positions = (size: number, axis: 0 | 1) =>
    padding === 'same'
      ? Math.ceil(size / strides[axis])
      : Math.floor((size - kernel[axis]) / strides[axis]) + 1;
  return positions(height, 0) * positions(width, 1) * kernel[0] * kernel[1] * channels * filters;
}
