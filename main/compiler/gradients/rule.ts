/** A gradient rule computes the gradients of a node's inputs from those of its outputs. */
import type { OperatorAttributes, OperatorName } from '../ir/attributes';
import type { Builder } from '../ir/builder';
import { bug, type NodeOf, scopeOf, type Value } from '../ir/types';

export interface GradientContext<Name extends OperatorName> {
  readonly node: NodeOf<Name>;
  readonly build: Builder;
  /** dloss / d(output 0). */
  readonly dy: Value;
  /** Whether the gradient of input `index` is needed. */
  wants(index: number): boolean;
  /** Adds a node, named after the user's block and `part`, and returns its first output. */
  value<Added extends OperatorName>(
    part: string,
    operator: Added,
    inputs: readonly Value[],
    attributes: OperatorAttributes[Added],
  ): Value;
}

/** One entry per input; undefined where no gradient flows or none is needed. */
export type GradientRule<Name extends OperatorName> = (
  context: GradientContext<Name>,
) => readonly (Value | undefined)[];

export type GradientRules = { readonly [Name in OperatorName]?: GradientRule<Name> };

export function contextFor<Name extends OperatorName>(
  node: NodeOf<Name>,
  build: Builder,
  outputGradients: readonly (Value | undefined)[],
  wants: (index: number) => boolean,
): GradientContext<Name> {
  const [dy, ...others] = outputGradients;
  if (!dy || others.some((gradient) => gradient !== undefined)) {
    bug(`Gradients flow through output 0 alone. Received: node '${node.name}' (${node.operator}).`);
  }
  const scope = scopeOf(node.name);
  return {
    node,
    build,
    dy,
    wants,
    value: (part, operator, inputs, attributes) =>
      build.value(operator, build.unusedName(`${scope}/${part}`), inputs, attributes),
  };
}
