/** Normalizations over the last axis, as in keras.layers. */
import { elementCount } from '../../../core/basics/element-count';
import { batchNormalization } from '../../../core/ops/batch-normalization';
import { groupNormalization } from '../../../core/ops/group-normalization';
import { layerNormalization } from '../../../core/ops/layer-normalization';
import { normalization } from '../../../core/ops/normalization';
import type { ParamRecord } from '../../../core/ops/operator';
import { rescaling } from '../../../core/ops/rescaling';
import type { Builder } from '../ir/builder';
import type { Program, Value } from '../ir/types';
import { type LayerContext, lowering } from './layer';

const MEAN = '/moving_mean';
const VARIANCE = '/moving_variance';
/** Suffix to a moving statistic's name: the node that computes the batch's own. */
const FOLLOWS = '/added';

/**
 * In training mode the batch's own statistics normalize, and the moving ones follow: moving = moving * momentum +
 * batch * (1 - momentum), with the biased variance (Keras 3; fused kernels return the Bessel-corrected one). A frozen layer
 * is in inference mode (keras.layers.BatchNormalization, "About setting `layer.trainable = False`").
 */
const lowerBatchNormalization = lowering(
  batchNormalization,
  ({ build, id, name, x, params: { epsilon, momentum }, mode, trainable, weight }) =>
    onImages({ build, name, x }, (image, named) => {
      const inputs = [image, weight('gamma'), weight('beta')];
      if (mode === 'infer' || !trainable) {
        const moving = [weight('moving_mean'), weight('moving_variance')];
        return build.value('batch_norm_infer', named, [...inputs, ...moving], { epsilon });
      }
      const [y, mean, variance] = build.add('batch_norm_train', named, inputs, { epsilon }).outputs;
      follow(build, `${id}${MEAN}`, mean!, momentum);
      follow(build, `${id}${VARIANCE}`, variance!, momentum);
      return y!;
    }),
);

/** Values that are neither [N, C] nor [N, H, W, C], as after a Reshape, are normalized as images one pixel high. */
function onImages(
  { build, name, x }: Pick<LayerContext<ParamRecord>, 'build' | 'name' | 'x'>,
  normalized: (x: Value, name: string) => Value,
): Value {
  const [batch = null, ...sides] = x.shape as readonly [number | null, ...number[]];
  if (sides.length === 1 || sides.length === 3) return normalized(x, name('forward'));
  const channels = sides.at(-1) as number;
  const width = elementCount(sides.slice(0, -1));
  const image = build.value('reshape', name('image'), [x], { shape: [batch, 1, width, channels] });
  return build.value('reshape', name('forward'), [normalized(image, name('normalized'))], { shape: x.shape });
}

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

/** As (x - mean) / sqrt(variance). */
const lowerNormalization = lowering(normalization, ({ build, name, x, weight }) => {
  const root = { function: 'square_root' } as const;
  const deviation = build.value('unary', name('deviation'), [weight('variance')], root);
  return build.value('normalize', name('forward'), [x, weight('mean'), deviation], {});
});

/** Without an offset, just the product. */
const lowerRescaling = lowering(rescaling, ({ build, name, x, params: { scale, offset } }) => {
  const part = offset === 0 ? 'forward' : 'scaled';
  const scaled = build.binary('multiply', name(part), x, build.scalar(name('scale'), scale));
  if (offset === 0) return scaled;
  return build.binary('add', name('forward'), scaled, build.scalar(name('offset'), offset));
});

export const normalizationLowerings = [
  lowerNormalization,
  lowerRescaling,
  lowerBatchNormalization,
  lowering(layerNormalization, ({ build, name, x, params, weight }) =>
    build.value('layer_norm', name('forward'), [x, weight('gamma'), weight('beta')], params),
  ),
  lowering(groupNormalization, ({ build, name, x, params, weight }) =>
    onImages({ build, name, x }, (image, named) =>
      build.value('group_norm', named, [image, weight('gamma'), weight('beta')], params),
    ),
  ),
];

function follow(build: Builder, variable: string, batch: Value, momentum: number): void {
  const moving = build.read(variable);
  const scaled = (part: string, value: Value, by: string, factor: number): Value =>
    build.binary('multiply', `${variable}${part}`, value, build.scalar(`${variable}${by}`, factor));
  const kept = scaled('/kept', moving, '/momentum', momentum);
  const added = scaled(FOLLOWS, batch, '/rest', 1 - momentum);
  build.update(build.assign(variable, 'update', build.binary('add', `${variable}/next`, kept, added)));
}
