/** Receptive fields: how many input pixels one value of a layer sees (Araujo et al., Distill 2019, eq. 2). */
import type { Operator } from '../ops/operator';
import type { NodeAnalysis } from './types';

/** Sides are of the longer axis; padding counts as pixels. */
export interface Reach {
  /** Side of the square of input pixels that one value sees. */
  size: number;
  /** Distance in input pixels between neighboring values. */
  jump: number;
}

/** The reach after a node; where paths join, the widest counts. Undefined if the output is not an image. */
export function reachAfter(
  operator: Operator,
  node: NodeAnalysis,
  before: readonly (Reach | undefined)[],
): Reach | undefined {
  if (node.outputShape?.length !== 3) return undefined;
  if (operator.inputs.max === 0) return { size: 1, jump: 1 };
  if (before.length === 0) return undefined;
  let size = 0;
  let jump = 0;
  for (const reach of before) {
    if (reach === undefined) return undefined;
    size = Math.max(size, reach.size);
    jump = Math.max(jump, reach.jump);
  }
  const window = operator.window?.(node.params);
  if (window === undefined) return { size, jump };
  return { size: size + (Math.max(...window.size) - 1) * jump, jump: jump * Math.max(...window.strides) };
}
