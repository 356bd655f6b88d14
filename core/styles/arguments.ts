/** How published residual networks differ, as arguments of one builder (core/presets). The document stores them with each block. */
import { z } from 'zod';
import { LONGEST_NAME } from '../basics/limits';
import { param } from '../ops/fields';
import {
  activationFunction,
  count,
  epsilonParam,
  initializerParam,
  momentumParam,
} from '../ops/shared-params';

/** A new argument needs a default that leaves older documents as they are. */
export const styleArgumentsSchema = z.strictObject({
  stem: param(z.enum(['by_family', '7x7', '3x3']).default('by_family'), {
    label: 'ops.label.stem',
    help: 'presets.argument.stem',
  }),
  shortcut: param(z.enum(['projection', 'padded', 'by_family']).default('projection'), {
    label: 'ops.label.shortcut',
    help: 'presets.argument.shortcut',
  }),
  basicProjection: param(z.enum(['1x1', '3x3']).default('1x1'), {
    label: 'ops.label.basicProjection',
    help: 'presets.argument.basicProjection',
  }),
  bottleneckStride: param(z.enum(['first', 'middle']).default('first'), {
    label: 'ops.label.bottleneckStride',
    help: 'presets.argument.bottleneckStride',
  }),
  stridedPadding: param(z.enum(['same', 'symmetric']).default('same'), {
    label: 'ops.label.stridedPadding',
    help: 'presets.argument.stridedPadding',
  }),
  convBias: param(z.boolean().default(false), {
    label: 'ops.label.bias',
    help: 'presets.argument.convBias',
  }),
  normalization: param(z.enum(['batch', 'layer', 'group', 'none']).default('batch'), {
    label: 'ops.label.normalization',
    help: 'presets.argument.normalization',
  }),
  momentum: param(momentumParam.clone(), {
    label: 'ops.label.momentum',
    step: 0.01,
    help: 'presets.argument.momentum',
    visibleWhen: { name: 'normalization', is: ['batch'] },
  }),
  epsilon: param(epsilonParam.clone(), {
    label: 'ops.label.epsilon',
    step: 0.001,
    help: 'presets.argument.epsilon',
    visibleWhen: { name: 'normalization', is: ['batch', 'layer', 'group'] },
  }),
  groups: param(count.default(32), {
    label: 'ops.label.groups',
    help: 'presets.argument.groups',
    visibleWhen: { name: 'normalization', is: ['group'] },
  }),
  activation: param(activationFunction.exclude(['softmax']).default('relu'), {
    label: 'ops.label.activation',
    help: 'presets.argument.activation',
  }),
  kernelInitializer: initializerParam(),
  zeroInitLastGamma: param(z.boolean().default(false), {
    label: 'ops.label.zeroInit',
    help: 'presets.argument.zeroInit',
    visibleWhen: { name: 'normalization', is: ['batch'] },
  }),
});
export type StyleArguments = z.infer<typeof styleArgumentsSchema>;

/** A named set of arguments. */
export const styleSchema = styleArgumentsSchema.extend({ name: z.string().min(1).max(LONGEST_NAME) });
export type Style = z.infer<typeof styleSchema>;
