/**
 * Which layers of the training network give numbers that are not finite, and which have gradients that are not: entry
 * `find_non_finite`, which takes the next batch as `train_step` does and changes nothing. Compiled in only to look into
 * a training that has diverged.
 *
 * Two passes, as gradients are looked at before they are clipped.
 */
import { Builder } from '../ir/builder';
import { bug, type Node, type Program, scopeOf, type Value } from '../ir/types';
import type { Pass } from './pass';

export const FIND_NON_FINITE = 'find_non_finite';
const GRADIENT = '.finite/gradient/';

/** Follows the gradients: a flag for each layer's part of the backward pass. */
export const flagGradients: Pass = {
  name: 'flag gradients',
  run(program) {
    const build = new Builder(program);
    for (const [layer, values] of backwardValues(program)) finite(build, `${GRADIENT}${layer}`, values);
    return build.finish();
  },
};

/** Follows the input pipeline, whose batches it takes. */
export const findNonFinite: Pass = {
  name: 'find non-finite',
  run(program) {
    const step = program.entries.find(({ name }) => name === 'train_step');
    if (!step) bug("The pass 'find non-finite' follows 'input pipeline'. Received: no entry 'train_step'.");
    const build = new Builder(program);
    const layers = layerOutputs(program).map(({ value }, index): [string, Value] => [
      `layer${index}`,
      finite(build, `.finite/layer${index}`, [value]),
    ]);
    const gradients = gradientFlags(program).map(({ flag }, index): [string, Value] => [
      `gradient${index}`,
      flag,
    ]);
    const { learning_rate: _, ...inputs } = step.inputs;
    const outputs = Object.fromEntries([...layers, ...gradients]);
    build.entry({ name: FIND_NON_FINITE, inputs, outputs, effects: [] });
    return build.finish();
  },
};

/** The last value of each layer on the way from the images to the loss, in the order of computation. */
export function layerOutputs(program: Program): { layer: string; value: Value }[] {
  const { loss } = program.landmarks;
  if (!loss) bug("The pass 'find non-finite' follows 'loss'. Received: no loss.");
  const forward = upstream(program, [loss]);
  const last = new Map<string, Value>();
  for (const node of program.nodes) {
    const [value] = node.outputs;
    const layer = scopeOf(node.name);
    if (!forward.has(node.name) || layer.startsWith('.') || node.operator === 'read') continue;
    if (!value || !isFloating(value)) continue;
    last.delete(layer);
    last.set(layer, value);
  }
  return [...last].map(([layer, value]) => ({ layer, value }));
}

/** The flags of `flagGradients` and their layers, from the loss back. */
export const gradientFlags = (program: Program): { layer: string; flag: Value }[] =>
  program.nodes.flatMap(({ name, operator, outputs: [flag] }) =>
    flag && operator === 'all_finite' && name.startsWith(GRADIENT)
      ? [{ layer: name.slice(GRADIENT.length), flag }]
      : [],
  );

/** All that the gradients of weights are computed from on the way back, by layer, from the loss back. */
function backwardValues(program: Program): Map<string, Value[]> {
  const { loss } = program.landmarks;
  const gradients = program.gradients.flatMap(({ value }) => value ?? []);
  if (!loss || gradients.length === 0)
    bug("The pass 'flag gradients' follows 'gradients'. Received: a program without.");
  const forward = upstream(program, [loss]);
  const backward = upstream(program, gradients);
  const found = new Map<string, Value[]>();
  for (const { name, outputs } of program.nodes) {
    const layer = scopeOf(name);
    if (forward.has(name) || !backward.has(name) || layer.startsWith('.')) continue;
    const values = outputs.filter(isFloating);
    if (values.length > 0) found.set(layer, [...(found.get(layer) ?? []), ...values]);
  }
  return found;
}

/** Names of the nodes that the values are computed from, their own among them. */
function upstream({ nodes }: Program, values: readonly Value[]): Set<string> {
  const found = new Set(values.map(({ node }) => node));
  for (const { name, inputs } of [...nodes].reverse() as Node[]) {
    if (found.has(name)) for (const input of inputs) found.add(input.node);
  }
  return found;
}

/** Judged in float32: sums of squares are soon too large for float16. */
function finite(build: Builder, name: string, values: readonly Value[]): Value {
  const long = values.map((value, index) =>
    value.dtype === 'float32'
      ? value
      : build.value('cast', `${name}/long${index}`, [value], { dtype: 'float32' }),
  );
  return build.value('all_finite', name, long, {});
}

const isFloating = ({ dtype }: Value): boolean =>
  dtype === 'float32' || dtype === 'bfloat16' || dtype === 'float16';
