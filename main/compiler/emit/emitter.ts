/** How one operator of the IR becomes TensorFlow nodes. */
import type { OperatorAttributes, OperatorName } from '../ir/attributes';
import type { NodeOf, Value } from '../ir/types';
import type { Kernels } from './one-dnn';
import type { AttrValue } from './schema';
import { CPU, type GraphWriter, type NodeOptions } from './writer';

/** Tensors that stand for a `saved` value, or the one tensor of any other. */
export type Emitted = string | readonly string[];

export interface EmitContext<Name extends OperatorName> {
  readonly node: NodeOf<Name>;
  readonly attributes: OperatorAttributes[Name];
  readonly inputs: readonly Value[];
  readonly writer: GraphWriter;
  /** Whose convolutions the engine has (one-dnn.ts). */
  readonly kernels: Kernels;
  /** The tensor of input `index`. */
  input(index: number): string;
  /** The tensors of input `index`, of dtype `saved`. */
  saved(index: number): readonly string[];
  /** The resource handle of a variable. */
  variable(name: string): string;
  /** Adds the node that carries the IR node's own name (and what it must run after). */
  main(op: string, input: readonly string[], attr: Record<string, AttrValue>, options?: NodeOptions): string;
  /** Adds a helper named `<node>/<part>`. */
  part(
    part: string,
    op: string,
    input: readonly string[],
    attr: Record<string, AttrValue>,
    options?: NodeOptions,
  ): string;
}

/**
 * `part`, for a few numbers that are computed on the CPU whatever the network runs on: there they cost nothing, and on
 * a GPU a kernel each. What they give goes to the GPU once; nothing that the GPU holds may go into them.
 */
export const cpuPart =
  ({ part }: Pick<EmitContext<OperatorName>, 'part'>): EmitContext<OperatorName>['part'] =>
  (name, op, input, attr, options) =>
    part(name, op, input, attr, { ...options, device: CPU });

/** Returns one entry for each output of the IR node. */
export type Emitter<Name extends OperatorName> = (context: EmitContext<Name>) => readonly Emitted[];
export type Emitters = { readonly [Name in OperatorName]: Emitter<Name> };
