/**
 * TensorFlow fuses neighboring nodes before it runs a graph. For some neighbors the fused kernel computes something
 * else, or does not exist (docs/decisions/compiler.md lists them). EnsureShape between two nodes keeps them apart: it
 * copies nothing, and no rewrite removes it or looks through it.
 */
import type { TensorType } from '../ir/tensor-type';
import { dtypeOf, shape } from './attributes';
import type { Write } from './emitter';

/** @param tensor a value of type `value`. */
export const keptApart = (write: Write, tensor: string, value: TensorType): string =>
  write('EnsureShape', [tensor], { T: dtypeOf(value), shape: shape(value.shape) });
