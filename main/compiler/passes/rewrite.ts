/** Copies a program node by node, with replacements. */
import { Builder, emptyProgram } from '../ir/builder';
import { type Landmarks, type Node, type Program, type Value, valueKey } from '../ir/types';

/**
 * Returns the values that replace the node's outputs (one each), or nothing to keep the node. `node` already has the
 * replaced inputs; more nodes are added with `build`.
 */
export type Rewrite = (node: Node, build: Builder, original: Node) => readonly Value[] | undefined;

export function rewrite(program: Program, replace: Rewrite): Program {
  const { variables, stages } = program;
  const build = new Builder({ ...emptyProgram, variables, stages });
  const replaced = new Map<string, Value>();
  const mapped = (value: Value): Value => replaced.get(valueKey(value)) ?? value;
  const dropped = new Set<string>();

  for (const original of program.nodes) {
    const after = original.after.filter((name) => !dropped.has(name));
    const node = { ...original, inputs: original.inputs.map(mapped), after } as Node;
    const values = replace(node, build, original);
    if (values) {
      dropped.add(original.name);
      original.outputs.forEach((output, index) => {
        const value = values[index];
        if (value) replaced.set(valueKey(output), value);
      });
    } else {
      build.add(node.operator, node.name, node.inputs, node.attributes, node.after);
    }
  }

  const mapRecord = (record: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, mapped(value)]));
  for (const entry of program.entries) {
    build.entry({ ...entry, inputs: mapRecord(entry.inputs), outputs: mapRecord(entry.outputs) });
  }
  const landmarks = Object.entries(program.landmarks).filter(([, value]) => value !== undefined);
  build.mark(mapRecord(Object.fromEntries(landmarks)) as Landmarks);
  build.setGradients(
    program.gradients.map((gradient) => ({
      ...gradient,
      value: gradient.value && mapped(gradient.value),
      scale: gradient.scale && mapped(gradient.scale),
    })),
  );
  for (const name of program.updates) build.update(name);
  return build.finish();
}
