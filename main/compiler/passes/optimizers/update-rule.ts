/** The common part of all optimizers: one update for each gradient, by a rule that builds it. */
import type { Builder } from '../../ir/builder';
import type { Program, Value, Variable } from '../../ir/types';
import { appending, landmarksOf, type Pass } from '../pass';
import { ratesOf, timesFactor } from './rates';

/** The inputs of a rule for one variable. */
export interface UpdateContext {
  readonly build: Builder;
  readonly variable: string;
  /** Zeros if the loss does not depend on the variable: its slots still move it. */
  readonly gradient: Value;
  readonly rate: Value;
  /** The number of earlier steps. Not state, so a resumed run needs none. */
  readonly step: Value;
  /** Nodes that the update must follow: what reads the variable, and what decays it. */
  readonly after: readonly string[];
  /** Name of the variable's slot of this kind. */
  slot(kind: string): string;
}

export interface UpdateRule {
  readonly name: string;
  /** Kinds of slots, `<variable>/<kind>`, each of the variable's shape and initially zero. */
  readonly slots: readonly string[];
  /**
   * Whether (rate, scale * gradient) and (scale * rate, gradient) give the same update: then clipping copies no
   * gradient.
   */
  readonly linear: boolean;
  /** Returns the node that updates the variable. */
  update(context: UpdateContext): { readonly name: string };
}

export const optimizerPass = (rule: UpdateRule): Pass =>
  appending(rule.name, (build, program) => {
    const { learningRate, step } = landmarksOf(program, rule.name, 'learningRate', 'step');
    const variables = new Map(program.variables.map((variable) => [variable.name, variable]));
    const earlier = earlierUpdates(program);
    const rateOf = ratesOf((factor) => timesFactor(build, learningRate, factor));
    for (const { variable: name, value, scale } of program.gradients) {
      const variable = variables.get(name) as Variable;
      if (!value && rule.slots.length === 0) continue;
      const slot = (kind: string): string => `${name}/${kind}`;
      for (const kind of rule.slots) {
        const zeros = { role: 'slot', trainable: false, initializer: 'zeros' } as const;
        build.declare({ ...variable, name: slot(kind), ...zeros });
      }
      const gradient = value ?? noGradient(build, variable);
      const inRate = scale && rule.linear;
      const rate = rateOf(variable);
      const scaled = () => build.binary('multiply', `${name}/clipped_gradient`, gradient, scale as Value);
      const node = rule.update({
        build,
        variable: name,
        gradient: scale && !inRate ? scaled() : gradient,
        rate: inRate ? build.binary('multiply', `${name}/rate`, rate, scale) : rate,
        step,
        // All reads in a step see the values from before it.
        after: [build.read(name).node, ...(earlier.get(name) ?? [])],
        slot,
      });
      build.update(node.name);
    }
  });

/** Nodes that already update each variable. */
function earlierUpdates(program: Program): Map<string, string[]> {
  const updates = new Set(program.updates);
  const found = new Map<string, string[]>();
  for (const node of program.nodes) {
    if (!updates.has(node.name) || !('variable' in node.attributes)) continue;
    const { variable } = node.attributes;
    found.set(variable, [...(found.get(variable) ?? []), node.name]);
  }
  return found;
}

const noGradient = (build: Builder, { name, shape }: Variable): Value =>
  build.value('constant', `${name}/no_gradient`, [], {
    dtype: 'float32',
    shape: shape as readonly number[],
    value: 0,
  });
