/** Maps a node to Keras layers: usually one, or several if Keras has no such layer. */
import type { NodeAnalysis } from '../../../core/analysis/types';
import type { Shape } from '../../../core/graph/document';
import type { Operator, ParamRecord } from '../../../core/ops/operator';

/** A layer without name, inputs and weights. */
export interface Piece {
  /** For its name; the last one of a node has the node's. */
  role: string;
  className: string;
  config: Readonly<Record<string, unknown>>;
  /** Without the batch dimension. */
  outputShape: Shape;
  /** Inputs of the node by number, or the previous piece. Absent: all inputs, or for a later piece the previous one. */
  takes?: readonly (number | 'previous')[];
}

export type Mapping = (node: NodeAnalysis) => readonly Piece[];

export const CHANNELS_LAST = { data_format: 'channels_last' };

/** For an operator that is one Keras layer; `className` if it differs from the operator's type. */
export function single<Params extends ParamRecord>(
  operator: Operator<Params>,
  config: (params: Params, node: NodeAnalysis) => Record<string, unknown>,
  className: string | ((params: Params) => string) = operator.type,
): [string, Mapping] {
  return [
    operator.type,
    (node) => {
      const params = operator.schema.parse(node.params);
      return [
        {
          role: '',
          className: typeof className === 'string' ? className : className(params),
          config: config(params, node),
          outputShape: shapeOf(node),
        },
      ];
    },
  ];
}

/** A layer with fixed settings. */
export const plain = (type: string, config: Record<string, unknown> = {}): [string, Mapping] => [
  type,
  (node) => [{ role: '', className: type, config, outputShape: shapeOf(node) }],
];

export function shapeOf(node: NodeAnalysis): Shape {
  if (!node.outputShape) throw new Error(`A trained network has shapes. Received: none for '${node.id}'.`);
  return node.outputShape;
}
