/**
 * Operators without a gradient, by reason. test/unit/operator-places.test.ts names those that are neither here nor
 * among the gradient rules.
 */
import type { OperatorName } from '../ir/attributes';
import { convolutionProductParts, gradientParts, inputPipelineParts, optimizerUpdates } from '../ir/families';

export const undifferentiated: Readonly<Record<string, readonly OperatorName[]>> = {
  'has no inputs to differentiate by, or integers alone': [
    'input',
    'constant',
    'read',
    'initial_value',
    'one_hot',
    'power_of_step',
    'batch_size',
  ],
  'is itself part of a gradient, judged by that of its forward operator': gradientParts,
  'changes variables or the order of what does': [
    'assign',
    'barrier',
    ...optimizerUpdates,
    'all_finite',
    'when',
    'settled',
    'next_loss_scale',
  ],
  'measures what was computed': [
    'half_square_sum',
    'standard_deviation',
    'batch_norm_spread',
    'stack',
    'count_correct',
    'count_top',
    'confusion_matrix',
  ],
  'is another way to compute a convolution, taken once the gradients stand (passes/convolution-products.ts)':
    convolutionProductParts,
  'makes the batch, in front of all that is trained': [...inputPipelineParts, 'mix_batch'],
};
