/** Type rules of convolutions that are computed as matrix products: those of the convolutions, for such shapes. */
import { convolutionProduct } from '../convolution-product';
import { filterTaps } from '../convolution-taps';
import type { TensorType } from '../types';
import { convolutionRules } from './convolution';
import { fail, type RuleArguments, type TypeRules } from './rule';

type Family = 'conv2d_product' | 'conv2d_product_input_grad' | 'conv2d_product_filter_grad';

function requireProduct(rule: RuleArguments<Family>): void {
  const [x, kernel] = rule.inputs as [TensorType, TensorType];
  const product = convolutionProduct(x.shape, kernel.shape, rule.attributes);
  const single = product?.form === 'pixels' || product?.windows.length === 1;
  const computable =
    rule.operator === 'conv2d_product_filter_grad'
      ? single || filterTaps(x.shape, kernel.shape, rule.attributes)
      : product;
  if (!computable) fail(rule, 'is a convolution whose shapes make it a matrix product.');
}

export const convolutionProductRules: Pick<TypeRules, Family> = {
  conv2d_product: (rule) => {
    const types = convolutionRules.conv2d({ ...rule, operator: 'conv2d' });
    requireProduct(rule);
    return types;
  },
  conv2d_product_input_grad: (rule) => {
    const types = convolutionRules.conv2d_input_grad({ ...rule, operator: 'conv2d_input_grad' });
    requireProduct(rule);
    return types;
  },
  conv2d_product_filter_grad: (rule) => {
    const types = convolutionRules.conv2d_filter_grad({ ...rule, operator: 'conv2d_filter_grad' });
    requireProduct(rule);
    return types;
  },
};
