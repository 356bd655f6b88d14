/** How one operator of the graph becomes nodes of the IR. */
import type { Shape } from '../../../core/graph/document';
import type { Operator, ParamRecord } from '../../../core/ops/operator';
import type { Builder } from '../ir/builder';
import type { Value } from '../ir/types';

/** train: batch statistics, dropout; infer: moving statistics, no dropout. */
export type Mode = 'train' | 'infer';

export interface LayerContext<Params extends ParamRecord> {
  readonly id: string;
  readonly params: Params;
  readonly mode: Mode;
  /** The layer is not frozen. */
  readonly trainable: boolean;
  readonly build: Builder;
  readonly inputs: readonly Value[];
  /** The first input. */
  readonly x: Value;
  /** Without the batch dimension. */
  readonly outputShape: Shape;
  /** Scalars of the training step; in mode `train` only. */
  readonly random?: { readonly seed: Value; readonly step: Value };
  /** Name of the layer's node for `part`, different in the two modes. */
  name(part: string): string;
  hasWeight(weight: string): boolean;
  weight(weight: string): Value;
}

export interface LayerLowering {
  readonly type: string;
  /** Returns the layer's output. */
  lower(context: LayerContext<ParamRecord>): Value;
}

/** Ties a lowering to its operator, whose schema types the parameters. */
export function lowering<Params extends ParamRecord>(
  operator: Operator<Params>,
  lower: (context: LayerContext<Params>) => Value,
): LayerLowering {
  return {
    type: operator.type,
    lower: (context) => lower({ ...context, params: operator.schema.parse(context.params) }),
  };
}
