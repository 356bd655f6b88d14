/**
 * Which layers of the training network give numbers that are not finite: entry `find_non_finite`, which takes the next
 * batch as `train_step` does and changes nothing. Compiled in only to look into a training that has diverged.
 */
import { Builder } from '../ir/builder';
import { IrError, type Node, type Program, scopeOf, type Value } from '../ir/types';
import type { Pass } from './pass';

export const FIND_NON_FINITE = 'find_non_finite';

/** Follows the input pipeline, whose batches it takes. */
export const findNonFinite: Pass = {
  name: 'find non-finite',
  run(program) {
    const step = program.entries.find(({ name }) => name === 'train_step');
    if (!step)
      throw new IrError(
        "The pass 'find non-finite' follows 'input pipeline'. Received: no entry 'train_step'.",
      );
    const build = new Builder(program);
    const outputs = layerOutputs(program).map(({ value }, index): [string, Value] => [
      `layer${index}`,
      build.value('all_finite', `.finite/layer${index}`, [value], {}),
    ]);
    const { learning_rate: _, ...inputs } = step.inputs;
    build.entry({ name: FIND_NON_FINITE, inputs, outputs: Object.fromEntries(outputs), effects: [] });
    return build.finish();
  },
};

/** The last value of each layer on the way from the images to the loss, in the order of computation. */
export function layerOutputs(program: Program): { layer: string; value: Value }[] {
  const { loss } = program.landmarks;
  if (!loss) throw new IrError("The pass 'find non-finite' follows 'loss'. Received: no loss.");
  const upstream = new Set([loss.node]);
  const forward: Node[] = [];
  for (const node of [...program.nodes].reverse()) {
    if (!upstream.has(node.name)) continue;
    forward.unshift(node);
    for (const input of node.inputs) upstream.add(input.node);
  }
  const last = new Map<string, Value>();
  for (const node of forward) {
    const [value] = node.outputs;
    const layer = scopeOf(node.name);
    if (!value || layer.startsWith('.') || node.operator === 'read' || !isFloating(value)) continue;
    last.delete(layer);
    last.set(layer, value);
  }
  return [...last].map(([layer, value]) => ({ layer, value }));
}

const isFloating = ({ dtype }: Value): boolean =>
  dtype === 'float32' || dtype === 'bfloat16' || dtype === 'float16';
