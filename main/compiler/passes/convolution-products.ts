/**
 * Convolutions that are matrix products become such (exact, up to the order of summation; which ones:
 * ../ir/convolution-product.ts). oneDNN walks over images: on maps of one or four pixels, where a residual network
 * for 32x32 images has most of its weights, its convolutions take two to eight times as long as the product, and the
 * filter gradient of a 1x1 kernel is slower on any map. Measured on a CPU (docs/bench-notes.md), so done there alone:
 * a GPU's libraries choose for themselves, and would be handed transposes.
 *
 * It follows the gradients, so that each of the three convolutions of a layer takes what is fastest for it.
 */
import type { Sliding } from '../ir/attributes';
import type { Builder } from '../ir/builder';
import { convolutionProduct } from '../ir/convolution-product';
import type { Node, Value } from '../ir/types';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

const products = {
  conv2d: 'conv2d_product',
  conv2d_input_grad: 'conv2d_product_input_grad',
  conv2d_filter_grad: 'conv2d_product_filter_grad',
} as const;

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
  if (!product) return undefined;
  // With several pixels that overlap in the kernel, the sum of their gradients costs more than the convolution.
  if (operator === 'conv2d_filter_grad' && product.form === 'map' && product.windows.length > 1) {
    return undefined;
  }
  const { strides, padding } = attributes;
  return build.add(products[operator], node.name, node.inputs, { strides, padding }, node.after).outputs;
}
