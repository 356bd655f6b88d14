/** A trained network, for predictions and exports: the weights of a run's checkpoint, or an imported model. */
import type { GraphAnalysis } from '../../core/analysis/types';
import type { ModelInfo } from '../../core/contract/models';
import type { AskedPredictor } from '../../core/contract/predict';
import type { GraphDocument } from '../../core/graph/document';
import type { Message } from '../../core/messages';
import type { Preprocessing } from '../../core/study/data';
import type { Inference } from '../../core/study/inference';
import type { Precision, PrecisionChoice } from '../../core/study/precision';
import type { Checkpoint, RunMetrics, RunRecord } from '../../core/study/run';
import { refuse } from '../basics/refusal';
import type { RunFolder } from '../runs/folder';
import type { Tensor } from '../runs/safetensors';

export interface AskedNetwork {
  /** "ResNet-20, seed 1", or the name of a model */
  title: Message;
  document: GraphDocument;
  analysis: GraphAnalysis;
  /** Every weight by its variable's name, `stem.conv/kernel`, and normalization statistics; row-major, as in Keras. */
  weights: ReadonlyMap<string, Float32Array>;
  inference: Inference;
  /** Its input pipeline, and its losses. */
  settings: NetworkSettings;
  /** Absent for an imported model. */
  trained?: TrainedHere | undefined;
  /** Absent for a run. */
  imported?: ModelInfo | undefined;
}

export interface NetworkSettings {
  preprocessing: Preprocessing;
  labelSmoothing?: number | undefined;
  /** A last layer without softmax gives logits; of a network that is trained here, probabilities. */
  givesLogits?: boolean | undefined;
  /** That of the training. */
  precision?: PrecisionChoice | undefined;
}

export interface TrainedHere {
  run: RunRecord;
  /** Where the weights come from. */
  checkpoint: Checkpoint;
  folder: RunFolder;
  /** The state that training needs to continue, read on demand. */
  training(): Promise<TrainingState>;
}

export interface TrainingState {
  /** By name, `stem.conv/kernel/momentum`, among the checkpoint's other tensors. */
  slots: ReadonlyMap<string, Tensor>;
  history: RunMetrics['epochs'];
}

export type ReadNetwork = (predictor: AskedPredictor) => Promise<AskedNetwork>;

/** @throws Refusal for an imported model. */
export const trainedHere = (
  { trained, title }: AskedNetwork,
  refusal: 'predict.notTrained' | 'export.refused.imported' = 'predict.notTrained',
): TrainedHere => trained ?? refuse(refusal, { network: title });

/** Number of its outputs. */
export const classCount = ({ analysis }: Pick<AskedNetwork, 'analysis'>): number =>
  analysis.nodes[analysis.outputId as string]?.outputShape?.at(-1) ?? 0;

/** Names of a network's outputs; their numbers if the run did not record them. */
export const outputNames = (network: AskedNetwork): string[] =>
  network.inference.classes ?? Array.from({ length: classCount(network) }, (_, index) => String(index));

/**
 * What its answers are computed in: as the training validated it, so that its numbers are the same. Not every layer computes in
 * float16 on a CPU.
 */
export const answersIn = ({ settings }: Pick<AskedNetwork, 'settings'>): Exclude<Precision, 'float16'> =>
  settings.precision === 'bfloat16' ? 'bfloat16' : 'float32';
