/**
 * Mixed precision (Micikevicius et al., 2018; keras.mixed_precision): convolutions, matrix products and what lies
 * between them compute in bfloat16 or float16. Variables stay float32 and are cast where they are used, so the
 * gradient that reaches a variable is float32 again. Statistics and parameters of batch normalization, layer and group
 * normalization, softmax and the loss stay float32, and so does what lies between a softmax and the loss (`headOf`).
 * Beside these:
 *
 * - `spatial_mean` (GlobalAveragePooling2D): a sum over an image has more terms than a short type has digits for. Its
 *   result stays float32 for whoever wants it, the last Dense rounds it.
 * - `upsample`, bilinear: TensorFlow's kernel gives float32 whatever it takes.
 *
 * It comes before the gradients: the gradient of a cast is the cast back, so the backward pass follows by itself.
 * Where a gradient sums up many values, its emission does so in float32.
 */
import type { OperatorName } from '../ir/attributes';
import type { Builder } from '../ir/builder';
import { isNetwork, productOperators } from '../ir/families';
import { type FloatingType, type Node, type Program, type Value, valueKey } from '../ir/types';
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
  spatial_max: { inputs: 'all', outputs: 'all' },
  upsample: { inputs: 'all', outputs: 'all' },
  binary: { inputs: 'all', outputs: 'all' },
  channel_scale: { inputs: 'all', outputs: 'all' },
  // (x, seed, step)
  dropout: { inputs: 'first', outputs: 'all' },
  pad: { inputs: 'all', outputs: 'all' },
  crop: { inputs: 'all', outputs: 'all' },
  subsample: { inputs: 'all', outputs: 'all' },
  reshape: { inputs: 'all', outputs: 'all' },
  batch_norm_train: { inputs: 'first', outputs: 'first' },
  batch_norm_infer: { inputs: 'first', outputs: 'first' },
};

export const precision = (dtype: Exclude<FloatingType, 'float32'>): Pass => ({
  name: 'precision',
  run(program) {
    /** By the key of a float32 value: the same in the short type. */
    const short = new Map<string, Value>();
    const inShort = (build: Builder, value: Value): Value => {
      const known = short.get(valueKey(value));
      if (known) return known;
      const cast = build.value('cast', build.unusedName(`${value.node}/${dtype}`), [value], { dtype });
      short.set(valueKey(value), cast);
      return cast;
    };
    const head = headOf(program);
    const shortened = rewrite(program, (node, build) => {
      const rule = computed[node.operator];
      if (!rule || !isShortened(node) || head.has(node.name)) return undefined;
      const inputs = node.inputs.map((input, index) =>
        rule.inputs === 'all' || index === 0 ? inShort(build, input) : input,
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
    return { ...shortened, stages: [...shortened.stages, 'shortened'] };
  },
});

/** TensorFlow's bilinear kernel gives float32 whatever it takes. */
const isShortened = (node: Node): boolean =>
  isNetwork(node) && !(node.operator === 'upsample' && node.attributes.method === 'bilinear');

const products: readonly OperatorName[] = [...productOperators, 'bias_add'];

/**
 * What makes the network's output, [batch, classes], of its last matrix products: the average of two softmax heads,
 * say, whose probabilities a short type would round before the loss takes their logarithm.
 */
function headOf({ nodes, landmarks }: Program): Set<string> {
  const reached = new Set([landmarks.trainOutput?.node, landmarks.evalOutput?.node]);
  const head = new Set<string>();
  for (const { name, operator, inputs, outputs } of [...nodes].reverse()) {
    if (!reached.has(name) || products.includes(operator) || outputs[0]?.shape.length !== 2) continue;
    head.add(name);
    for (const input of inputs) reached.add(input.node);
  }
  return head;
}
