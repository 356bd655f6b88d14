/** GroupNormalization over groups of channels (keras.layers.GroupNormalization; Wu and He, 2018). */

import { z } from 'zod';
import { formatShape } from '../format/shape';
import type { Shape } from '../graph/document';
import { message, t } from '../messages';
import { param } from './fields';
import { defineOperator, ShapeRuleError, weight } from './operator';
import { count, epsilonParam } from './shared-params';
import { caption, onlyInput } from './spatial';

const schema = z.strictObject({
  groups: param(count.default(32), {
    label: 'ops.label.groups',
    help: 'ops.param.groups',
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
      message('ops.rule.groups', { groups }),
      formatShape(shape),
      channels === undefined ? undefined : message('ops.rule.groupsHint', { channels }),
    );
  }
  return channels;
}

export const groupNormalization = defineOperator({
  type: 'GroupNormalization',
  title: 'GroupNorm',
  kind: 'normalization',
  help: 'ops.help.GroupNormalization',
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
  caption: ({ groups, epsilon: value }) => caption(t('ops.caption.groups', { groups }), `ε ${value}`),
});
