/**
 * What published residual networks differ in, as arguments of one builder (core/presets): those of timm's ResNet, and
 * the paddings and strides that decide parameter counts. The document stores them with each block.
 */
import { z } from 'zod';
import { LONGEST_NAME } from '../basics/limits';
import { param } from '../ops/fields';
import { activationFunction, count, epsilonParam, initializerParam, momentumParam } from '../ops/parameters';

/** A new argument needs a default that leaves older documents as they are. */
export const styleArgumentsSchema = z.strictObject({
  stem: param(z.enum(['by_family', '7x7', '3x3']).default('by_family'), {
    label: 'stem',
    help: '7x7: a 7×7 convolution and a 3×3 max pool, each with stride 2, for large images. 3x3: one 3×3 convolution with stride 1 and no pool, for images of 32×32. by_family: 7x7 with four stages, 3x3 with three.',
  }),
  shortcut: param(z.enum(['projection', 'padded', 'by_family']).default('projection'), {
    label: 'shortcut',
    help: 'Where a block changes shape. projection: a convolution (option B). padded: zeros for the new channels, no weights (option A). by_family: projection with four stages, padded with three, as in the paper.',
  }),
  basicProjection: param(z.enum(['1x1', '3x3']).default('1x1'), {
    label: 'basic projection',
    help: 'Kernel of the projection of a basic block. Bottlenecks always project with 1×1.',
  }),
  bottleneckStride: param(z.enum(['first', 'middle']).default('first'), {
    label: 'bottleneck stride',
    help: 'Which convolution of a bottleneck has the stride: the first 1×1, as in the paper, or the 3×3 in the middle ("v1.5").',
  }),
  stridedPadding: param(z.enum(['same', 'symmetric']).default('same'), {
    label: 'strided padding',
    help: 'Padding where a window has strides. same: as TensorFlow pads, more at the end. symmetric: the same number of zeros on all sides, as PyTorch pads.',
  }),
  convBias: param(z.boolean().default(false), {
    label: 'bias',
    help: 'Biases on convolutions. They have no effect in front of a normalization, but they count as parameters.',
  }),
  normalization: param(z.enum(['batch', 'layer', 'group', 'none']).default('batch'), {
    label: 'normalization',
    help: 'What follows each convolution.',
  }),
  momentum: param(momentumParam.clone(), {
    label: 'momentum',
    step: 0.01,
    help: 'Of BatchNormalization: share of the old moving mean and variance that is kept at each step.',
    visibleWhen: { name: 'normalization', is: ['batch'] },
  }),
  epsilon: param(epsilonParam.clone(), {
    label: 'epsilon',
    step: 0.001,
    help: 'Added to the variance before the square root.',
    visibleWhen: { name: 'normalization', is: ['batch', 'layer', 'group'] },
  }),
  groups: param(count.default(32), {
    label: 'groups',
    help: 'Of GroupNormalization, at most: where they do not divide the channels, the largest number below that does.',
    visibleWhen: { name: 'normalization', is: ['group'] },
  }),
  activation: param(activationFunction.exclude(['softmax']).default('relu'), {
    label: 'activation',
    help: 'The function after each normalization and after each Add.',
  }),
  kernelInitializer: initializerParam(),
  zeroInitLastGamma: param(z.boolean().default(false), {
    label: 'zero-init',
    help: 'The last gamma of each residual block starts at 0, so that each block begins as its shortcut (Goyal et al., 2017).',
    visibleWhen: { name: 'normalization', is: ['batch'] },
  }),
});
export type StyleArguments = z.infer<typeof styleArgumentsSchema>;

/** A named set of arguments. */
export const styleSchema = styleArgumentsSchema.extend({ name: z.string().min(1).max(LONGEST_NAME) });
export type Style = z.infer<typeof styleSchema>;
