/** A grouped convolution and its gradients, group by group, for engines that know ordinary ones alone. */
import type { Convolution } from '../ir/attributes';
import type { TensorType } from '../ir/types';
import { dtypeOf, int, type } from './attributes';
import type { Write } from './dilation';
import type { EmitContext } from './emitter';
import { sliding } from './sliding';

const index = type('int32');
const CHANNELS = 3;

type Parts = Pick<EmitContext<'conv2d'>, 'part' | 'writer'>;

/** Cuts a tensor along its last axis. */
function split(
  { part, writer }: Parts,
  name: string,
  tensor: string,
  groups: number,
  x: TensorType,
): string[] {
  const axis = writer.constant('int32', [], [CHANNELS]);
  const first = part(name, 'Split', [axis, tensor], { T: dtypeOf(x), num_split: int(groups) });
  return Array.from({ length: groups }, (_, group) => (group === 0 ? first : `${first}:${group}`));
}

function join({ writer }: Parts, write: Write, tensors: readonly string[], x: TensorType): string {
  const axis = writer.constant('int32', [], [CHANNELS]);
  const attr = { T: dtypeOf(x), Tidx: index, N: int(tensors.length) };
  return write('ConcatV2', [...tensors, axis], attr);
}

export function groupedConvolution(
  parts: Parts,
  write: Write,
  { x: images, kernel, groups }: { x: string; kernel: string; groups: number },
  convolution: Convolution,
  x: TensorType,
): string {
  const xs = split(parts, 'xs', images, groups, x);
  const kernels = split(parts, 'kernels', kernel, groups, x);
  const outputs = xs.map((each, group) =>
    parts.part(`group${group}`, 'Conv2D', [each, kernels[group]!], sliding(convolution, x)),
  );
  return join(parts, write, outputs, x);
}

/** @param sizes of the image of one group */
export function groupedInputGradient(
  parts: Parts,
  write: Write,
  { sizes, kernel, dy, groups }: { sizes: string; kernel: string; dy: string; groups: number },
  convolution: Convolution,
  x: TensorType,
): string {
  const kernels = split(parts, 'kernels', kernel, groups, x);
  const dys = split(parts, 'dys', dy, groups, x);
  const gradients = kernels.map((each, group) =>
    parts.part(`group${group}`, 'Conv2DBackpropInput', [sizes, each, dys[group]!], sliding(convolution, x)),
  );
  return join(parts, write, gradients, x);
}

/** @param sizes of the kernel of one group */
export function groupedFilterGradient(
  parts: Parts,
  write: Write,
  { x: images, sizes, dy, groups }: { x: string; sizes: string; dy: string; groups: number },
  convolution: Convolution,
  x: TensorType,
): string {
  const xs = split(parts, 'xs', images, groups, x);
  const dys = split(parts, 'dys', dy, groups, x);
  const gradients = xs.map((each, group) =>
    parts.part(`group${group}`, 'Conv2DBackpropFilter', [each, sizes, dys[group]!], sliding(convolution, x)),
  );
  return join(parts, write, gradients, x);
}
