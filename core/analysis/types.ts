/** The result of `analyze`. */
import type { GraphDocument, Shape } from '../graph/document';
import type { Problem } from '../graph/problem';
import type { ParamRecord, WeightSpec } from '../ops/operator';

export interface NodeAnalysis {
  id: string;
  type: string;
  /** With all defaults filled in. */
  params: ParamRecord;
  /** Ids of the nodes that feed it, in port order, without removed edges. */
  inputs: readonly string[];
  inputShapes: readonly Shape[];
  /** Absent if it could not be inferred. */
  outputShape?: Shape;
  /** Those of a frozen layer are not trainable. */
  weights: readonly WeightSpec[];
  /** The layer is not frozen. */
  trainable: boolean;
  /** Multiplies the learning rate of its weights. */
  learningRateFactor: number;
  paramCount: number;
  trainableCount: number;
  macs: number;
  /** Side of the square of input pixels that one output value sees. */
  receptiveField?: number;
}

export interface GraphTotals {
  params: number;
  trainable: number;
  nonTrainable: number;
  macs: number;
  /** Layers with weights on the main path: the 50 of ResNet-50. */
  depth: number;
  /** Not removed. */
  shortcuts: number;
}

export interface GraphAnalysis {
  problems: readonly Problem[];
  /** By id, without nodes that dropped out with a removed edge. */
  nodes: Readonly<Record<string, NodeAnalysis>>;
  /** Topological order of `effective`. */
  order: readonly string[];
  /** The network that will be trained. */
  effective: GraphDocument;
  inputId?: string;
  outputId?: string;
  totals: GraphTotals;
}

export interface SummaryLayer {
  name: string;
  type: string;
  outputShape: Shape;
  params: number;
  connectedTo: readonly string[];
}

export interface Summary {
  name: string;
  layers: readonly SummaryLayer[];
  totalParams: number;
  trainableParams: number;
  nonTrainableParams: number;
  macs: number;
}
