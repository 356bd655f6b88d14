/** Type rules of convolutions that are computed as matrix products: those of the convolutions, for such shapes. */
import { convolutionProduct } from '../convolution-product';
import { filterTaps } from '../convolution-taps';
import type { TensorType } from '../tensor-type';
import { convolutionRules } from './convolution';
import { type RuleArguments, type TypeRules, typeBug } from './rule';

type Product = 'conv2d_product' | 'conv2d_product_input_grad' | 'conv2d_product_filter_grad';

function asProduct(rule: RuleArguments<Product>, types: readonly TensorType[]): readonly TensorType[] {
  const [x, kernel] = rule.inputs as [TensorType, TensorType];
  const product = convolutionProduct(x.shape, kernel.shape, rule.attributes);
  const single = product?.form === 'pixels' || product?.windows.length === 1;
  const computable =
    rule.operator === 'conv2d_product_filter_grad'
      ? single || filterTaps(x.shape, kernel.shape, rule.attributes)
      : product;
  return computable ? types : typeBug(rule, 'is a convolution whose shapes make it a matrix product.');
}

export const convolutionProductRules = {
  conv2d_product: (rule) => asProduct(rule, convolutionRules.conv2d({ ...rule, operator: 'conv2d' })),
  conv2d_product_input_grad: (rule) =>
    asProduct(rule, convolutionRules.conv2d_input_grad({ ...rule, operator: 'conv2d_input_grad' })),
  conv2d_product_filter_grad: (rule) =>
    asProduct(rule, convolutionRules.conv2d_filter_grad({ ...rule, operator: 'conv2d_filter_grad' })),
} satisfies Partial<TypeRules>;
