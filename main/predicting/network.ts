/** A trained network that is asked about pictures. */
import type { GraphAnalysis } from '../../core/analysis/types';
import type { AskedPredictor } from '../../core/contract/predict';
import type { GraphDocument } from '../../core/graph/document';
import type { Preprocessing } from '../../core/study/data';
import type { Inference } from '../../core/study/inference';
import type { Checkpoint, RunRecord } from '../../core/study/run';
import { refuse } from '../basics/refusal';
import type { RunFolder } from '../runs/folder';

export interface AskedNetwork {
  /** "ResNet-20, seed 1", or the name of a model */
  title: string;
  document: GraphDocument;
  analysis: GraphAnalysis;
  /** As compilePrediction takes them. */
  weights: ReadonlyMap<string, Float32Array>;
  inference: Inference;
  /** How it sees images, and what its losses are. */
  settings: NetworkSettings;
  /** Absent for an imported model. */
  trained?: TrainedHere | undefined;
}

export interface NetworkSettings {
  preprocessing: Preprocessing;
  labelSmoothing?: number | undefined;
  /** A last layer without softmax gives logits; of a network that is trained here, probabilities. */
  givesLogits?: boolean | undefined;
}

export interface TrainedHere {
  run: RunRecord;
  checkpoint: Checkpoint;
  folder: RunFolder;
}

export type ReadNetwork = (predictor: AskedPredictor) => Promise<AskedNetwork>;

/** @throws Refusal for an imported model. */
export const trainedHere = ({ trained, title }: AskedNetwork): TrainedHere =>
  trained ?? refuse('predict.notTrained', { network: title });

/** Number of its outputs. */
export const classCount = ({ analysis }: Pick<AskedNetwork, 'analysis'>): number =>
  analysis.nodes[analysis.outputId as string]?.outputShape?.at(-1) ?? 0;
