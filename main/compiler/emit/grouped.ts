/** A grouped convolution or its gradient, group by group, for engines without kernels for groups. */
import type { Convolution } from '../ir/attributes';
import type { TensorType } from '../ir/tensor-type';
import { dtypeOf, int, type } from './attributes';
import type { Parts, Write } from './emitter';
import { sliding } from './sliding';

const CHANNELS = 3;

/**
 * Runs `op` for each group and joins the outputs.
 * @param tensors inputs of `op` by name, each cut along its last axis, except `sizes`, which is for one group
 */
export function groupwise(
  { part, writer }: Parts,
  write: Write,
  op: string,
  tensors: Readonly<Record<string, string>>,
  groups: number,
  convolution: Convolution,
  x: TensorType,
): string {
  const T = dtypeOf(x);
  const axis = writer.constant('int32', [], [CHANNELS]);
  const split = Object.entries(tensors).map(([name, tensor]) => {
    if (name === 'sizes') return () => tensor;
    const first = part(name, 'Split', [axis, tensor], { T, num_split: int(groups) });
    return (group: number) => (group === 0 ? first : `${first}:${group}`);
  });
  const outputs = Array.from({ length: groups }, (_, group) => {
    const inputs = split.map((of) => of(group));
    return part(`group${group}`, op, inputs, sliding(convolution, x));
  });
  return write('ConcatV2', [...outputs, axis], { T, Tidx: type('int32'), N: int(groups) });
}
