import { batchNormalization } from '../../../core/ops/batch-normalization';
import { groupNormalization } from '../../../core/ops/group-normalization';
import { layerNormalization } from '../../../core/ops/layer-normalization';
import type { Builder } from '../ir/builder';
import type { Program, Value } from '../ir/types';
import { lowering } from './layer';

const MEAN = '/moving_mean';
const VARIANCE = '/moving_variance';
/** Behind a moving statistic's name: the node that takes the batch's. */
const FOLLOWS = '/added';

/**
 * keras.layers.BatchNormalization over the last axis. In training mode the batch's own statistics
 * normalize, and the moving ones follow: moving = moving * momentum + batch * (1 - momentum), with the
 * biased variance (Keras 3; not the Bessel-corrected one that fused kernels return).
 */
export const lowerBatchNormalization = lowering(
  batchNormalization,
  ({ build, id, name, x, params, mode, weight }) => {
    const { epsilon, momentum } = params;
    const gamma = weight('gamma');
    const beta = weight('beta');
    if (mode === 'infer') {
      const statistics = [weight('moving_mean'), weight('moving_variance')];
      return build.value('batch_norm_infer', name('forward'), [x, gamma, beta, ...statistics], { epsilon });
    }
    const [y, mean, variance] = build.add('batch_norm_train', name('forward'), [x, gamma, beta], {
      epsilon,
    }).outputs;
    follow(build, `${id}${MEAN}`, weight('moving_mean'), mean!, momentum);
    follow(build, `${id}${VARIANCE}`, weight('moving_variance'), variance!, momentum);
    return y!;
  },
);

/** A moving statistic, by its variable's name, and the batch's own, which it follows. */
export interface FollowedStatistic {
  variable: string;
  batch: Value;
}

/** Those of every BatchNormalization of the training network. */
export function followedStatistics({
  nodes,
}: Pick<Program, 'nodes'>): { mean: FollowedStatistic; variance: FollowedStatistic }[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const followed = (variable: string): FollowedStatistic => ({
    variable,
    batch: byName.get(`${variable}${FOLLOWS}`)?.inputs[0] as Value,
  });
  const suffix = `${MEAN}${FOLLOWS}`;
  return nodes
    .filter(({ name }) => name.endsWith(suffix))
    .map(({ name }) => name.slice(0, -suffix.length))
    .map((id) => ({ mean: followed(`${id}${MEAN}`), variance: followed(`${id}${VARIANCE}`) }));
}

/** keras.layers.LayerNormalization over the last axis */
export const lowerLayerNormalization = lowering(layerNormalization, ({ build, name, x, params, weight }) =>
  build.value('layer_norm', name('forward'), [x, weight('gamma'), weight('beta')], params),
);

/** keras.layers.GroupNormalization over the last axis */
export const lowerGroupNormalization = lowering(groupNormalization, ({ build, name, x, params, weight }) =>
  build.value('group_norm', name('forward'), [x, weight('gamma'), weight('beta')], params),
);

function follow(build: Builder, variable: string, moving: Value, batch: Value, momentum: number): void {
  const multiply = { function: 'multiply' } as const;
  const kept = build.value(
    'binary',
    `${variable}/kept`,
    [moving, build.scalar(`${variable}/momentum`, momentum)],
    multiply,
  );
  const added = build.value(
    'binary',
    `${variable}${FOLLOWS}`,
    [batch, build.scalar(`${variable}/rest`, 1 - momentum)],
    multiply,
  );
  const next = build.value('binary', `${variable}/next`, [kept, added], { function: 'add' });
  build.update(build.add('assign', `${variable}/update`, [next], { variable }));
}
