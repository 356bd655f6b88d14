/** How one operator of the IR becomes TensorFlow nodes. */
import type { OperatorAttributes, OperatorName } from '../ir/attributes';
import type { NodeOf, Value } from '../ir/types';
import type { Kernels } from './one-dnn';
import type { AttrValue } from './schema';
import { CPU, type GraphWriter, type NodeOptions } from './writer';

/** The tensors of a `saved` value, or the one tensor of any other. */
export type Emitted = string | readonly string[];

export interface EmitContext<Name extends OperatorName> {
  readonly node: NodeOf<Name>;
  readonly attributes: OperatorAttributes[Name];
  readonly inputs: readonly Value[];
  /** The dtype of input 0. */
  readonly T: AttrValue;
  readonly writer: GraphWriter;
  /** The kernels of the engine that will run it (one-dnn.ts). */
  readonly kernels: Kernels;
  /** The tensors of all inputs. */
  readonly tensors: readonly string[];
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
/** Everything that helpers need to add nodes. */
export type Parts = Pick<EmitContext<OperatorName>, 'part' | 'writer'>;
/** Adds a node: the one that carries the IR node's name, or a part. */
export type Write = EmitContext<OperatorName>['main'];

/**
 * `part`, for a few numbers that are always computed on the CPU: on a GPU each would cost a kernel. Its inputs must not
 * be on the GPU.
 */
export const cpuPart =
  ({ part }: Pick<Parts, 'part'>): Parts['part'] =>
  (name, op, input, attr, options) =>
    part(name, op, input, attr, { ...options, device: CPU });

/** Returns one entry for each output of the IR node. */
export type Emitter<Name extends OperatorName> = (context: EmitContext<Name>) => readonly Emitted[];
export type Emitters = { readonly [Name in OperatorName]: Emitter<Name> };

/** For an operator that maps to one TensorFlow node with the same inputs. */
export const oneNode =
  <Name extends OperatorName>(
    op: string | ((context: EmitContext<Name>) => string),
    attr: (context: EmitContext<Name>) => Record<string, AttrValue> = ({ T }) => ({ T }),
  ): Emitter<Name> =>
  (context) => [context.main(typeof op === 'string' ? op : op(context), context.tensors, attr(context))];
