/** What the analysis of a graph yields; computed by `analyze` (analyze.ts), read everywhere. */
import type { GraphDocument, Shape } from '../graph/document';
import type { Problem } from '../graph/problem';
import type { ParamRecord, WeightSpec } from '../ops/operator';

export interface NodeAnalysis {
  id: string;
  type: string;
  /** The node's parameters with every default filled in. */
  params: ParamRecord;
  /** Ids of the nodes that feed it, in port order, muted edges left out. */
  inputs: readonly string[];
  inputShapes: readonly Shape[];
  /** Absent when the shape could not be inferred (the problem says why). */
  outputShape?: Shape;
  weights: readonly WeightSpec[];
  paramCount: number;
  trainableCount: number;
  /** Multiply-adds for one example. */
  macs: number;
  /** Side of the square of input pixels that one output value sees, where the path is spatial. */
  receptiveField?: number;
}

export interface GraphTotals {
  params: number;
  trainable: number;
  nonTrainable: number;
  macs: number;
  /** Layers with weights on the main path, as the paper counts them: the 50 of ResNet-50. */
  depth: number;
  /** Shortcuts that are in force (not muted). */
  shortcuts: number;
}

export interface GraphAnalysis {
  problems: readonly Problem[];
  /** By node id; nodes left out by muting are absent. */
  nodes: Readonly<Record<string, NodeAnalysis>>;
  /** Topological order of the effective graph. */
  order: readonly string[];
  /** The network that will be trained: muted edges, what only they fed, and one-armed Adds removed. */
  effective: GraphDocument;
  inputId?: string;
  outputId?: string;
  totals: GraphTotals;
}

/** One row of the Keras-like summary. */
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
