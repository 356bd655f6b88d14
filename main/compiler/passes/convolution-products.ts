/**
 * Convolutions that are matrix products become such, exact up to the order of summation. Which ones:
 * ../ir/convolution-product.ts, and for filter gradients ../ir/convolution-taps.ts. oneDNN walks over images: on maps
 * of one or four pixels, where a residual network for 32x32 images has most of its weights, its convolutions take two
 * to eight times as long as the product, and the filter gradient of a 1x1 kernel is slower on any map. Measured on a
 * CPU (docs/measurements/bench-notes.md), so done there alone: a GPU's libraries choose for themselves, and would be handed
 * transposes.
 *
 * It follows the gradients, so that each of the three convolutions of a layer takes what is fastest for it.
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
 * Cutting the maps up costs time for each pixel and channel, the products save some for each pixel, channel and
 * filter: worth it with many of both, in bfloat16 also with fewer on a small map, or on a map of a few pixels. The same
 * holds on a CPU that lacks bfloat16 (docs/measurements/bench-notes.md), so that one rule serves all.
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
