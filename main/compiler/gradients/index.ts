/** Reverse-mode differentiation of a program. */
import type { OperatorName } from '../ir/attributes';
import type { Builder } from '../ir/builder';
import { bug, type Node, type NodeOf, scopeOf, type Value, valueKey } from '../ir/types';
import { convolutionGradients } from './convolution';
import { lossGradients } from './loss';
import { mergeGradients } from './merge';
import { normalizationGradients } from './normalization';
import { pointwiseGradients } from './pointwise';
import { contextFor, type GradientRule, type GradientRules } from './rule';
import { shapeGradients } from './shape';

const rules: GradientRules = {
  ...convolutionGradients,
  ...normalizationGradients,
  ...shapeGradients,
  ...pointwiseGradients,
  ...mergeGradients,
  ...lossGradients,
};

export const differentiableOperators = Object.keys(rules) as OperatorName[];

/**
 * Appends the nodes that compute d(loss)/d(target) for each target.
 * @param nodes in topological order, including everything that `loss` depends on
 * @param loss a scalar
 * @param seed d(loss)/d(loss), a scalar; 1 if absent
 * @returns undefined for a target that the loss does not depend on
 * @throws IrError if an operator on the way has no gradient rule
 */
export function differentiate(
  build: Builder,
  nodes: readonly Node[],
  loss: Value,
  targets: readonly Value[],
  seed?: Value,
): (Value | undefined)[] {
  const upstream = dependingOn(nodes, targets);
  const contributions = new Map<string, Value[]>();
  const contribute = (value: Value, gradient: Value): void => {
    const key = valueKey(value);
    contributions.set(key, [...(contributions.get(key) ?? []), gradient]);
  };
  const total = (value: Value): Value | undefined => {
    const parts = contributions.get(valueKey(value));
    if (!parts || parts.length < 2) return parts?.[0];
    const name = build.unusedName(`${scopeOf(value.node)}/gradient_sum`);
    const sum = build.value('add_n', name, parts, {});
    contributions.set(valueKey(value), [sum]);
    return sum;
  };

  contribute(loss, seed ?? build.scalar('.gradients/one', 1));
  for (const node of [...nodes].reverse()) {
    const reached = node.outputs.some((output) => contributions.has(valueKey(output)));
    const wants = (index: number): boolean => upstream.has(valueKey(node.inputs[index] as Value));
    if (!reached || !node.inputs.some((_, index) => wants(index))) continue;
    const rule = rules[node.operator] as GradientRule<OperatorName> | undefined;
    if (!rule) bug(`No gradient is known. Received: operator '${node.operator}' in '${node.name}'.`);
    const context = contextFor(node as NodeOf<OperatorName>, build, node.outputs.map(total), wants);
    rule(context).forEach((gradient, index) => {
      if (gradient && wants(index)) contribute(node.inputs[index] as Value, gradient);
    });
  }
  return targets.map(total);
}

/** Keys of the targets and of all values computed from them. */
function dependingOn(nodes: readonly Node[], targets: readonly Value[]): Set<string> {
  const keys = new Set(targets.map(valueKey));
  for (const node of nodes) {
    if (node.inputs.some((input) => keys.has(valueKey(input)))) {
      for (const output of node.outputs) keys.add(valueKey(output));
    }
  }
  return keys;
}
