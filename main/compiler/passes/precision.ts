/**
 * Mixed precision (Micikevicius et al., 2018; keras.mixed_precision): convolutions, matrix products and what lies
 * between them compute in bfloat16 or float16. Variables stay float32 and are cast where they are used, so the
 * gradient that reaches a variable is float32 again. Statistics and parameters of batch normalisation, softmax, the
 * loss and the pooling at the head stay float32.
 *
 * It comes before the gradients: the gradient of a cast is the cast back, so the backward pass follows by itself.
 */
import type { OperatorName } from '../ir/attributes';
import type { Builder } from '../ir/builder';
import { type FloatingType, type Node, type Value, valueKey } from '../ir/types';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

/** Operators that compute in the short type, and which of their inputs and outputs have it. */
const computed: Partial<Record<OperatorName, { inputs: 'all' | 'first'; outputs: 'all' | 'first' }>> = {
  conv2d: { inputs: 'all', outputs: 'all' },
  conv2d_transpose: { inputs: 'all', outputs: 'all' },
  depthwise_conv2d: { inputs: 'all', outputs: 'all' },
  matmul: { inputs: 'all', outputs: 'all' },
  bias_add: { inputs: 'all', outputs: 'all' },
  activation: { inputs: 'all', outputs: 'all' },
  add_n: { inputs: 'all', outputs: 'all' },
  concat: { inputs: 'all', outputs: 'all' },
  max_pool: { inputs: 'all', outputs: 'all' },
  avg_pool: { inputs: 'all', outputs: 'all' },
  pad: { inputs: 'all', outputs: 'all' },
  crop: { inputs: 'all', outputs: 'all' },
  subsample: { inputs: 'all', outputs: 'all' },
  batch_norm_train: { inputs: 'first', outputs: 'first' },
  batch_norm_infer: { inputs: 'first', outputs: 'first' },
};

export const precision = (dtype: Exclude<FloatingType, 'float32'>): Pass => ({
  name: 'precision',
  run(program) {
    /** By the key of a float32 value: the same in the short type. */
    const short = new Map<string, Value>();
    const shortened = (build: Builder, value: Value): Value => {
      const known = short.get(valueKey(value));
      if (known) return known;
      const cast = build.value('cast', build.unusedName(`${value.node}/${dtype}`), [value], { dtype });
      short.set(valueKey(value), cast);
      return cast;
    };
    return rewrite(program, (node, build) => {
      const rule = computed[node.operator];
      if (!rule || !isNetwork(node)) return undefined;
      const inputs = node.inputs.map((input, index) =>
        rule.inputs === 'all' || index === 0 ? shortened(build, input) : input,
      );
      const { outputs } = build.add(node.operator, node.name, inputs, node.attributes, node.after);
      // Users that compute in float32 get a cast; one that nobody uses is pruned.
      return outputs.map((output, index) => {
        if (rule.outputs === 'first' && index > 0) return output;
        const name = build.unusedName(`${node.name}/float32`);
        const long = build.value('cast', name, [output], { dtype: 'float32' });
        short.set(valueKey(long), output);
        return long;
      });
    });
  },
});

/** Names of the machinery, losses for one, begin with a dot. */
const isNetwork = (node: Node): boolean => !node.name.startsWith('.');
