/** The frame of every optimizer: one update for each gradient, by a rule that says what the update is. */
import { Builder } from '../../ir/builder';
import { bug, type Gradient, type Program, type Value, type Variable } from '../../ir/types';
import type { Pass } from '../pass';

/** One variable's update, in the making. */
export interface UpdateContext {
  readonly build: Builder;
  readonly variable: string;
  /** Zeros where the loss does not depend on the variable: it moves on by what its slots were given. */
  readonly gradient: Value;
  readonly rate: Value;
  /** The 0-based count of steps before this one: no state, so that a resumed run needs none. */
  readonly step: Value;
  /** Nodes that the update must follow: what reads the variable, and what decays it. */
  readonly after: readonly string[];
  /** Name of the variable's slot of this kind. */
  slot(kind: string): string;
}

export interface UpdateRule {
  readonly name: string;
  /** Kinds of slots, `<variable>/<kind>`, each of the variable's shape and zero at first. */
  readonly slots: readonly string[];
  /**
   * Whether the update is the same for (rate, scale * gradient) and (scale * rate, gradient): then clipping costs no
   * pass over the gradient.
   */
  readonly linear: boolean;
  /** Returns the node that updates the variable. */
  update(context: UpdateContext): { readonly name: string };
}

export const optimizerPass = (rule: UpdateRule): Pass => ({
  name: rule.name,
  run(program) {
    const { learningRate, step } = program.landmarks;
    if (!learningRate || !step) {
      bug(`The pass '${rule.name}' needs a learning rate and a step. Received: a program without.`);
    }
    const variables = new Map(program.variables.map((variable) => [variable.name, variable]));
    const earlier = earlierUpdates(program);
    const build = new Builder(program);
    const multiply = (name: string, a: Value, b: Value): Value =>
      build.value('binary', name, [a, b], { function: 'multiply' });

    const update = ({ variable: name, value, scale }: Gradient): void => {
      const variable = variables.get(name) as Variable;
      if (!value && rule.slots.length === 0) return;
      const slot = (kind: string): string => `${name}/${kind}`;
      for (const kind of rule.slots) {
        build.declare({
          ...variable,
          name: slot(kind),
          role: 'slot',
          trainable: false,
          initializer: 'zeros',
        });
      }
      const gradient = value ?? zeros(build, variable);
      const inRate = scale && rule.linear;
      const context: UpdateContext = {
        build,
        variable: name,
        gradient: scale && !inRate ? multiply(`${name}/clipped_gradient`, gradient, scale) : gradient,
        rate: inRate ? multiply(`${name}/rate`, learningRate, scale) : learningRate,
        step,
        // All reads of a step see the values from before it.
        after: [build.read(name).node, ...(earlier.get(name) ?? [])],
        slot,
      };
      build.update(rule.update(context));
    };

    for (const gradient of program.gradients) update(gradient);
    return build.finish();
  },
});

/** Nodes that update each variable already. */
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

function zeros(build: Builder, variable: Variable): Value {
  const shape = variable.shape as readonly number[];
  return build.value('constant', `${variable.name}/no_gradient`, [], { dtype: 'float32', shape, value: 0 });
}
