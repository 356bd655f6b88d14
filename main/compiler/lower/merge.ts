/** Merges, as in keras.layers. */
import { add } from '../../../core/ops/add';
import { channelScale } from '../../../core/ops/channel-scale';
import { concatenate } from '../../../core/ops/concatenate';
import { average, maximum, multiply, subtract } from '../../../core/ops/elementwise-merges';
import type { ParamRecord } from '../../../core/ops/operator';
import type { BinaryFunction } from '../ir/attributes';
import type { Value } from '../ir/types';
import { type LayerContext, lowering } from './layer';

/** The sum divided by the number of inputs: a short type represents 3, but not a third. */
const lowerAverage = lowering(average, ({ build, name, inputs }) => {
  const sum = build.value('add_n', name('sum'), inputs, {});
  return build.binary('divide', name('forward'), sum, build.scalar(name('count'), inputs.length));
});

/** From left to right. */
function chain({ build, name, inputs }: LayerContext<ParamRecord>, fn: BinaryFunction): Value {
  const [first, ...others] = inputs;
  return others.reduce((left, right, index) => {
    const part = index === others.length - 1 ? 'forward' : `part${index}`;
    return build.binary(fn, name(part), left, right);
  }, first as Value);
}

/** Multiply with the gates as [N,1,1,C] */
const lowerChannelScale = lowering(channelScale, ({ build, name, inputs }) => {
  const [image, gates] = inputs as readonly [Value, Value];
  const shape = [gates.shape[0] ?? null, gates.shape.at(-1) as number];
  const vector = gates.shape.length === 2 ? gates : build.value('reshape', name('gates'), [gates], { shape });
  return build.value('channel_scale', name('forward'), [image, vector], {});
});

export const mergeLowerings = [
  lowering(add, ({ build, name, inputs }) => build.value('add_n', name('forward'), inputs, {})),
  lowerAverage,
  lowering(subtract, (context) => chain(context, 'subtract')),
  lowering(multiply, (context) => chain(context, 'multiply')),
  lowering(maximum, (context) => chain(context, 'maximum')),
  lowering(concatenate, ({ build, name, inputs }) => build.value('concat', name('forward'), inputs, {})),
  lowerChannelScale,
];
