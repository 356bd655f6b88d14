/** GroupNormalization over groups of channels (keras.layers.GroupNormalization; Wu and He, 2018). */
import { z } from 'zod';
import { plural } from '../format/plural';
import type { Shape } from '../graph/document';
import { formatShape } from '../graph/words';
import { count, epsilon, epsilonField } from './fields';
import { type Operator, ShapeRuleError } from './operator';
import { caption, onlyInput } from './spatial';

const schema = z.strictObject({ groups: count.default(32), epsilon: epsilon.default(0.001) });

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

export const groupNormalization: Operator<z.infer<typeof schema>> = {
  type: 'GroupNormalization',
  title: 'GroupNorm',
  kind: 'normalization',
  help: 'Brings each group of channels of an image to mean 0 and variance 1, then scales and shifts each channel by learned numbers. It does not depend on the batch, so it suits small ones.',
  kerasClass: 'keras.layers.GroupNormalization',
  keywords: ['group normalization', 'gn', 'instance normalization', 'norm'],
  inputs: { min: 1, max: 1 },
  schema,
  fields: [
    {
      name: 'groups',
      label: 'groups',
      control: 'integer',
      min: 1,
      max: 1_048_576,
      step: 1,
      help: 'Divides the channels. As many as channels is instance normalization; 1 normalizes the whole image.',
    },
    epsilonField,
  ],
  outputShape(inputs, { groups }) {
    channelsOf(inputs, groups);
    return onlyInput(inputs, 'GroupNormalization');
  },
  weights(inputs, { groups }) {
    const shape = [channelsOf(inputs, groups)];
    return [
      { name: 'gamma', shape, trainable: true, initializer: 'ones' },
      { name: 'beta', shape, trainable: true, initializer: 'zeros' },
    ];
  },
  macs: () => 0,
  linear: () => true,
  caption: ({ groups, epsilon: value }) => caption(plural(groups, 'group'), `ε ${value}`),
};
