/**
 * Convolutions that are matrix products (../ir/convolution-product.ts, ../ir/convolution-taps.ts) are computed as such,
 * where that is faster on a CPU (docs/measurements/bench-notes.md). Exact up to the order of summation. Comes after the
 * gradients, so each of the three convolutions of a layer takes the faster way.
 */
import type { Sliding } from '../ir/attributes';
import type { Builder } from '../ir/builder';
import { convolutionProduct } from '../ir/convolution-product';
import { filterTaps } from '../ir/convolution-taps';
import type { Node, Value } from '../ir/types';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

const products = {
  conv2d: 'conv2d_product',
  conv2d_input_grad: 'conv2d_product_input_grad',
  conv2d_filter_grad: 'conv2d_product_filter_grad',
} as const;

const FEW_PIXELS = 4;

export const convolutionProducts: Pass = {
  name: 'convolution products',
  run: (program) => rewrite(program, asProduct),
};

function asProduct(node: Node, build: Builder): readonly Value[] | undefined {
  if (!(node.operator in products)) return undefined;
  const operator = node.operator as keyof typeof products;
  const attributes = node.attributes as Sliding & { readonly dilations?: readonly number[] };
  if (attributes.dilations?.some((dilation) => dilation !== 1)) return undefined;
  const [x, kernel] = node.inputs as [Value, Value];
  const product = convolutionProduct(x.shape, kernel.shape, attributes);
  const single = product?.form === 'pixels' || product?.windows.length === 1;
  const wanted =
    operator === 'conv2d_filter_grad' ? single || isFasterByTaps(x, kernel, attributes) : product;
  if (!wanted) return undefined;
  const { strides, padding } = attributes;
  return build.add(products[operator], node.name, node.inputs, { strides, padding }, node.after).outputs;
}

/**
 * Cutting up the maps costs time for each pixel and channel, and the products save some for each pixel, channel and
 * filter. So this pays off with many channels and filters, in bfloat16 also with fewer on a small map, and on a few
 * pixels.
 */
function isFasterByTaps(x: Value, kernel: Value, attributes: Sliding): boolean {
  if (!filterTaps(x.shape, kernel.shape, attributes)) return false;
  const [, height, width] = x.shape as [null, number, number, number];
  const [, , channels, filters] = kernel.shape as [number, number, number, number];
  const pixels = height * width;
  const least = Math.min(channels, filters);
  const small = x.dtype !== 'float32' && least >= 128 && 4 * pixels <= least;
  return pixels <= FEW_PIXELS || least >= 512 || small;
}
