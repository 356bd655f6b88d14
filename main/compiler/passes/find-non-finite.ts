/**
 * Finds layers of the training network whose values or gradients are not finite: entry `find_non_finite`, which takes
 * the next batch as `train_step` does and changes nothing. Compiled in only to examine a training that has diverged.
 * Two passes, since gradients are examined before they are clipped.
 */
import type { Builder } from '../ir/builder';
import { floatingTypes } from '../ir/tensor-type';
import { type Node, type Program, scopeOf, type Value } from '../ir/types';
import { appending, entryOf, landmarksOf } from './pass';

const FIND_NON_FINITE = 'find_non_finite';
const GRADIENT = '.finite/gradient/';

/** After the gradients: a flag for each layer's part of the backward pass. */
export const flagGradients = appending('flag gradients', (build, program) => {
  for (const [layer, values] of backwardValues(program)) finite(build, `${GRADIENT}${layer}`, values);
});

/** After the input pipeline, whose batches it takes. */
export const findNonFinite = appending('find non-finite', (build, program) => {
  const { learning_rate: _, ...inputs } = entryOf(program, 'find non-finite', 'train_step').inputs;
  const outputs: Record<string, Value> = {};
  for (const [index, { value }] of layerOutputs(program).entries()) {
    outputs[`layer${index}`] = finite(build, `.finite/layer${index}`, [value]);
  }
  for (const [index, { flag }] of gradientFlags(program).entries()) outputs[`gradient${index}`] = flag;
  build.entry({ name: FIND_NON_FINITE, inputs, outputs });
});

/** The last value of each layer on the way from the images to the loss, in the order of computation. */
export function layerOutputs(program: Program): { layer: string; value: Value }[] {
  const forward = upstream(program, [landmarksOf(program, 'find non-finite', 'loss').loss]);
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

/** All values from which the gradients of weights are computed in the backward pass, by layer, from the loss back. */
function backwardValues(program: Program): Map<string, Value[]> {
  const forward = upstream(program, [landmarksOf(program, 'flag gradients', 'loss').loss]);
  const backward = upstream(
    program,
    program.gradients.flatMap(({ value }) => value ?? []),
  );
  const found = new Map<string, Value[]>();
  for (const { name, outputs } of program.nodes) {
    const layer = scopeOf(name);
    if (forward.has(name) || !backward.has(name) || layer.startsWith('.')) continue;
    const values = outputs.filter(isFloating);
    if (values.length > 0) found.set(layer, [...(found.get(layer) ?? []), ...values]);
  }
  return found;
}

/** Names of the nodes from which the values are computed, including their own. */
function upstream({ nodes }: Program, values: readonly Value[]): Set<string> {
  const found = new Set(values.map(({ node }) => node));
  for (const { name, inputs } of [...nodes].reverse() as Node[]) {
    if (found.has(name)) for (const input of inputs) found.add(input.node);
  }
  return found;
}

/** Checked in float32, as sums of squares are soon too large for float16. */
function finite(build: Builder, name: string, values: readonly Value[]): Value {
  const long = values.map((value, index) => build.inFloat32(`${name}/long${index}`, value));
  return build.value('all_finite', name, long, {});
}

const isFloating = ({ dtype }: Value): boolean => floatingTypes.includes(dtype);
