/** A trained network that is asked about pictures. */
import type { GraphAnalysis } from '../../core/analysis/types';
import type { Predictor } from '../../core/contract/predict';
import type { GraphDocument } from '../../core/graph/document';
import type { Inference } from '../../core/study/inference';
import type { Checkpoint, RunRecord } from '../../core/study/run';
import type { TrainingSettings } from '../../core/study/settings';
import type { RunFolder } from '../runs/folder';

export interface AskedNetwork {
  /** "ResNet-20, seed 1" */
  title: string;
  epoch: number;
  document: GraphDocument;
  analysis: GraphAnalysis;
  /** As compilePrediction takes them. */
  weights: ReadonlyMap<string, Float32Array>;
  inference: Inference;
  /** Those that it was trained with. */
  settings: TrainingSettings;
  run: RunRecord;
  checkpoint: Checkpoint;
  folder: RunFolder;
}

export type ReadNetwork = (predictor: Predictor) => Promise<AskedNetwork>;

/** Number of its outputs. */
export const classCount = ({ analysis }: Pick<AskedNetwork, 'analysis'>): number =>
  analysis.nodes[analysis.outputId as string]?.outputShape?.at(-1) ?? 0;
