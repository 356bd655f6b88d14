/**
 * A bias that only batch normalization sees changes neither the output nor any other gradient. The variable stays, the
 * operation over the whole feature map goes, and results are exact for any value of the bias:
 *
 * - in training the batch mean, which the moving mean follows, gets the bias back: mean(x) + b;
 * - in inference (x + b) - mean is computed as x - (mean - b), on one value per channel.
 */
import type { Builder } from '../ir/builder';
import { type Node, type Program, type Value, valueKey } from '../ir/types';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

export const dropDeadBias: Pass = {
  name: 'drop dead bias',
  run(program) {
    const dead = deadBiases(program);
    const biasOf = new Map<string, Value>();
    return rewrite(program, (node, build, original) => {
      if (node.operator === 'bias_add' && dead.has(node.name)) {
        const [x, bias] = node.inputs;
        biasOf.set(valueKey(original.outputs[0] as Value), bias as Value);
        return [x as Value];
      }
      const bias = original.inputs[0] && biasOf.get(valueKey(original.inputs[0]));
      if (!bias) return undefined;
      if (node.operator === 'batch_norm_train') return train(node, build, bias);
      if (node.operator === 'batch_norm_infer') return infer(node, build, bias);
      return undefined;
    });
  },
};

function train(node: Node & { operator: 'batch_norm_train' }, build: Builder, bias: Value): readonly Value[] {
  const { name, inputs, attributes } = node;
  const [y, mean, variance, saved] = build.add('batch_norm_train', name, inputs, attributes).outputs;
  const whole = build.binary('add', build.unusedName(`${name}/mean_with_bias`), mean!, bias);
  return [y!, whole, variance!, saved!];
}

function infer(node: Node & { operator: 'batch_norm_infer' }, build: Builder, bias: Value): readonly Value[] {
  const [x, gamma, beta, mean, variance] = node.inputs;
  const name = build.unusedName(`${node.name}/mean_without_bias`);
  const shifted = build.binary('subtract', name, mean!, bias);
  const inputs = [x!, gamma!, beta!, shifted, variance!];
  return build.add('batch_norm_infer', node.name, inputs, node.attributes).outputs;
}

/** Names of the bias_add nodes that only batch normalizations use, as what they normalize. */
function deadBiases(program: Program): Set<string> {
  const users = new Map<string, boolean[]>();
  const use = (value: Value, normalized: boolean): void => {
    users.set(value.node, [...(users.get(value.node) ?? []), normalized]);
  };
  for (const node of program.nodes) {
    const normalizes = node.operator === 'batch_norm_train' || node.operator === 'batch_norm_infer';
    for (const [index, input] of node.inputs.entries()) use(input, normalizes && index === 0);
  }
  for (const entry of program.entries) {
    for (const value of [...Object.values(entry.inputs), ...Object.values(entry.outputs)]) use(value, false);
  }
  for (const value of Object.values(program.landmarks)) if (value) use(value, false);
  const biases = program.nodes.filter((node) => node.operator === 'bias_add').map((node) => node.name);
  return new Set(biases.filter((name) => users.get(name)?.every((normalized) => normalized)));
}
