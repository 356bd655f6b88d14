/**
 * TensorFlow rewrites a graph before it runs it: neighboring nodes become one fused kernel, and for some neighbors that
 * kernel computes something else, or does not exist. docs/decisions/compiler.md lists the rewrites and what we do about each.
 * Graphs with gradients are mostly spared, as their values have more than one reader; inference graphs are not.
 *
 * EnsureShape between two nodes keeps them apart: it passes its tensor on without a copy, no rewrite removes it or looks
 * through it (Identity and Reshape are removed), and the TFLite converter drops it.
 */
import type { TensorType } from '../ir/types';
import { dtypeOf, shape } from './attributes';
import type { EmitContext } from './emitter';

type Write = EmitContext<'activation'>['main'];

/** @param tensor a value of type `value`, which the node returned passes on. */
export const keptApart = (write: Write, tensor: string, value: TensorType): string =>
  write('EnsureShape', [tensor], { T: dtypeOf(value), shape: shape(value.shape) });
