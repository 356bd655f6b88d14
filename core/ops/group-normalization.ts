/** GroupNormalization over groups of channels (keras.layers.GroupNormalization; Wu and He, 2018). */
import { z } from 'zod';
import { plural } from '../format/plural';
import type { Shape } from '../graph/document';
import { formatShape } from '../graph/words';
import { param } from './fields';
import { defineOperator, ShapeRuleError, weight } from './operator';
import { count, epsilonParam } from './parameters';
import { caption, onlyInput } from './spatial';

const schema = z.strictObject({
  groups: param(count.default(32), {
    label: 'groups',
    help: 'Divides the channels. As many as channels is instance normalization; 1 normalizes the whole image.',
  }),
  epsilon: epsilonParam,
});

/** @throws ShapeRuleError when the groups do not divide the channels. */
function channelsOf(inputs: readonly Shape[], groups: number): number {
  const shape = onlyInput(inputs, 'GroupNormalization');
  const channels = shape.at(-1);
  if (channels === undefined || channels % groups !== 0) {
    throw new ShapeRuleError(
      'shape.groups',
      `The groups of GroupNormalization (${groups}) divide the channels of its input.`,
      formatShape(shape),
      channels === undefined
        ? undefined
        : `Set groups to a number that divides ${channels}; ${channels} gives each channel its own.`,
    );
  }
  return channels;
}

export const groupNormalization = defineOperator({
  type: 'GroupNormalization',
  title: 'GroupNorm',
  kind: 'normalization',
  help: 'Brings each group of channels of an image to mean 0 and variance 1, then scales and shifts each channel by learned numbers. It does not depend on the batch, so it suits small ones.',
  keywords: ['group normalization', 'gn', 'instance normalization', 'norm'],
  schema,
  outputShape(inputs, { groups }) {
    channelsOf(inputs, groups);
    return onlyInput(inputs, 'GroupNormalization');
  },
  weights(inputs, { groups }) {
    const shape = [channelsOf(inputs, groups)];
    return [weight('gamma', shape, 'ones'), weight('beta', shape, 'zeros')];
  },
  linear: () => true,
  caption: ({ groups, epsilon: value }) => caption(plural(groups, 'group'), `ε ${value}`),
});
