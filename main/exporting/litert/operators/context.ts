/** What an operator is written with: the graph, its inputs and weights, and steps that several operators have. */
import type { OperatorName } from '../../../compiler/ir/attributes';
import type { TensorShape } from '../../../compiler/ir/tensor-type';
import type { Value } from '../../../compiler/ir/types';
import { transposed } from '../../transposed';
import type { Step, Weight } from '../../walk';
import type { TableValue } from '../flatbuffer';
import type { Builtin } from '../schema';
import type { LitertGraph, TensorId } from '../writer';

export interface Context<Name extends OperatorName = OperatorName> extends Step<TensorId, Name> {
  graph: LitertGraph;
  /** Adds the operator with the IR node's result. */
  last(builtin: Builtin, inputs: readonly TensorId[], options?: TableValue): TensorId;
  /** One on the way there. */
  part(
    name: string,
    builtin: Builtin,
    inputs: readonly TensorId[],
    shape: TensorShape,
    options?: TableValue,
  ): TensorId;
}

/** The operators that some names of the IR become. */
export type Emitters<Names extends OperatorName = OperatorName> = {
  [Name in Names]: (context: Context<Name>) => TensorId;
};

export const shapeOf = ({ inputs }: Pick<Context, 'inputs'>, index = 0): TensorShape =>
  (inputs[index] as Value).shape;

/** A weight in its own shape, [C] or [H, W, C], which meets images along its last axes. */
export const constant = ({ graph }: Pick<Context, 'graph'>, { name, shape, data }: Weight): TensorId =>
  graph.constant({ key: name, shape, data });

export function bias({ graph, bias: given, output }: Context): TensorId {
  const weight = given();
  if (weight) return constant({ graph }, weight);
  const channels = output.shape.at(-1) as number;
  return graph.constant({
    key: 'constant/zeros',
    shape: [channels],
    data: () => new Float32Array(channels),
  });
}

/** The kernel with its axes in another order, and possibly another shape. */
export function kernel(
  { graph, weight }: Pick<Context, 'graph' | 'weight'>,
  order: readonly number[],
  shaped: readonly number[] = order.map((axis) => weight(1).shape[axis] as number),
): TensorId {
  const { name, shape, data } = weight(1);
  return graph.constant({
    key: name,
    shape: shaped,
    data: () => transposed(data(), shape, order),
    isKernel: true,
  });
}

export const reshaped = (context: Context, x: TensorId, shape: TensorShape, name?: string): TensorId => {
  const inputs = [x, context.graph.integers(shape.map((size) => size ?? -1))];
  return name === undefined ? context.last('RESHAPE', inputs) : context.part(name, 'RESHAPE', inputs, shape);
};

interface Cut {
  begin: readonly number[];
  end: readonly number[];
  steps?: readonly number[];
}

/** Part of each example: the batch is kept whole, whatever its size. */
export const slice = ({ graph }: Context, x: TensorId, { begin, end, steps = end.map(() => 1) }: Cut) => ({
  inputs: [x, ...[begin, end, steps].map((values) => graph.integers(values))],
  options: { beginMask: 1, endMask: 1 },
});
