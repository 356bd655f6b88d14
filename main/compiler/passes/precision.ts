/**
 * Mixed precision (Micikevicius et al., 2018; keras.mixed_precision): convolutions, matrix products and what lies
 * between them compute in bfloat16 or float16. Variables stay float32, and so do the statistics and parameters of batch
 * normalization, layer and group normalization, all between softmax and loss (`headOf`), `spatial_mean` (a sum over an
 * image has too many terms for a short type) and bilinear `upsample` (TensorFlow's kernel always returns float32).
 *
 * Comes before the gradients: the gradient of a cast is the cast back. Where a gradient sums up many values, its
 * emission does so in float32.
 */
import type { OperatorName } from '../ir/attributes';
import type { Builder } from '../ir/builder';
import { isNetwork, productOperators } from '../ir/families';
import type { FloatingType } from '../ir/tensor-type';
import { type Node, type Program, type Value, valueKey } from '../ir/types';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

/** Operators that compute in the short type: with all inputs and outputs, with their first input, or with both firsts. */
const computed: Partial<Record<OperatorName, 'all' | 'first input' | 'first'>> = {
  conv2d: 'all',
  conv2d_transpose: 'all',
  depthwise_conv2d: 'all',
  matmul: 'all',
  bias_add: 'all',
  activation: 'all',
  add_n: 'all',
  concat: 'all',
  max_pool: 'all',
  avg_pool: 'all',
  spatial_max: 'all',
  upsample: 'all',
  binary: 'all',
  channel_scale: 'all',
  // (x, seed, step)
  dropout: 'first input',
  pad: 'all',
  crop: 'all',
  subsample: 'all',
  reshape: 'all',
  batch_norm_train: 'first',
  batch_norm_infer: 'first',
};

export const precision = (dtype: Exclude<FloatingType, 'float32'>): Pass => ({
  name: 'precision',
  run(program) {
    /** The value in the short type, by the key of the float32 one. */
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
        rule === 'all' || index === 0 ? inShort(build, input) : input,
      );
      const { outputs } = build.add(node.operator, node.name, inputs, node.attributes, node.after);
      // For users that compute in float32; a cast without users is pruned.
      return outputs.map((output, index) => {
        if (rule === 'first' && index > 0) return output;
        const name = build.unusedName(`${node.name}/float32`);
        const long = build.value('cast', name, [output], { dtype: 'float32' });
        short.set(valueKey(long), output);
        return long;
      });
    });
    return { ...shortened, stages: [...shortened.stages, 'shortened'] };
  },
});

const isShortened = (node: Node): boolean =>
  isNetwork(node) && !(node.operator === 'upsample' && node.attributes.method === 'bilinear');

const products: readonly OperatorName[] = [...productOperators, 'bias_add'];

/**
 * The nodes that compute the network's output, [batch, classes], from its last matrix products: a short type would
 * round the probabilities of, for example, an average of two softmax heads before the loss takes their logarithm.
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
