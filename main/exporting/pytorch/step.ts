/** The network as the calls of a forward pass: modules and functions of PyTorch, before they are put into classes. */

/** Numbers, True and False, tuples; a string is Python as it stands. */
export type Value = number | boolean | string | readonly number[];

export interface Argument {
  /** What a class calls it where its blocks differ in it; the keyword, if it is one. */
  name: string;
  keyword: boolean;
  value: Value;
  /** Left out where every block has this. */
  usual?: Value;
}

/** A tensor of the state_dict, and the variable that it is made from. */
export interface Tensor {
  /** `weight`, behind the module's name. */
  name: string;
  /** `kernel`, behind the node's; absent for a count of batches. */
  variable?: string;
  /** Our axes in PyTorch's order; absent: as they are. */
  order?: readonly number[];
  /** Its shape where that is not the axes in that order. */
  shape?: readonly number[];
}

/** An nn.Module with its arguments. */
export interface Module {
  callee: string;
  arguments: readonly Argument[];
  tensors: readonly Tensor[];
}

export interface Step {
  /** Unique; the last one of a node has the node's id. */
  id: string;
  node: string;
  /** For its name, beside the node's: `pad`. */
  role: string;
  /** Ids of the steps that feed it. */
  inputs: readonly string[];
  does: Module | Call;
}

/** Python for a call of a function. */
export type Call = (inputs: readonly string[]) => string;

export const isModule = (does: Step['does']): does is Module => typeof does === 'object';

export const positional = (name: string, value: Value): Argument => ({ name, keyword: false, value });
export const keyword = (name: string, value: Value, usual?: Value): Argument => ({
  name,
  keyword: true,
  value,
  ...(usual === undefined ? {} : { usual }),
});

export function python(value: Value): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'object') return `(${value.join(', ')}${value.length === 1 ? ',' : ''})`;
  return String(value);
}

/** One number where both sides are the same, as people write it. */
export const pair = ([high, wide]: readonly [number, number]): Value => (high === wide ? high : [high, wide]);
