/** What every export starts from: a run's network and the weights of a checkpoint. */
import { z } from 'zod';
import { analyze } from '../../core/analysis/analyze';
import type { GraphAnalysis } from '../../core/analysis/types';
import type { CheckpointChoice } from '../../core/contract';
import type { GraphDocument } from '../../core/graph/document';
import type { Inference, InputRange } from '../../core/study/inference';
import type { Checkpoint, RunMetrics, RunRecord } from '../../core/study/run';
import { refuse } from '../basics/refusal';
import { statisticsOf } from '../compiler/passes/normalize';
import type { Tensor } from '../runs/safetensors';
import type { RunStore } from '../runs/store';
import { writtenFileSchema } from './files';
import { inferenceOf } from './inference';

export interface TrainedNetwork {
  run: RunRecord;
  /** Where the weights come from. */
  checkpoint: Checkpoint;
  document: GraphDocument;
  analysis: GraphAnalysis;
  /** Every weight by its variable's name, `stem.conv/kernel`, and normalization statistics; row-major, as in Keras. */
  weights: ReadonlyMap<string, Float32Array>;
  inference: Inference;
  /** What training needs to go on, read when it is asked for. */
  training(): Promise<TrainingState>;
  /** Batch normalization is to be folded into the layers before it, where the format can. */
  foldsBatchNorm?: boolean;
}

export interface TrainingState {
  /** By name, `stem.conv/kernel/momentum`, among the checkpoint's other tensors. */
  slots: ReadonlyMap<string, Tensor>;
  history: RunMetrics['epochs'];
}

export interface NetworkChoice {
  checkpoint?: CheckpointChoice | undefined;
  /** Range of the images that the exported model takes. */
  inputRange?: InputRange | undefined;
  foldBatchNorm?: boolean | undefined;
}

/** @throws Refusal when the run does not exist, has no checkpoint yet, or has one of another network. */
export async function readTrainedNetwork(
  store: RunStore,
  id: string,
  { checkpoint: which = 'last', inputRange = '0-1', foldBatchNorm = false }: NetworkChoice = {},
): Promise<TrainedNetwork> {
  const run = await store.get(id);
  const document = await store.graph(id);
  const analysis = analyze(document);
  const weights = new Map<string, Float32Array>();
  const imageShape = analysis.nodes[analysis.inputId as string]?.outputShape ?? [];
  const expected = [
    ...analysis.order.flatMap((node) =>
      (analysis.nodes[node]?.weights ?? []).map(({ name, shape }) => ({ name: `${node}/${name}`, shape })),
    ),
    ...statisticsOf(run.settings.normalization, imageShape),
  ];
  const names = new Set(expected.map(({ name }) => name));
  const { checkpoint, tensors } = await store.chosen(id, which, (name) => names.has(name));
  for (const { name, shape } of expected) {
    const tensor = tensors.get(name);
    if (tensor === undefined || tensor.shape.join() !== shape.join()) {
      refuse('export.refused.checkpointMismatch', {
        id,
        name,
        shape: shape.join(', '),
        found: tensor ? tensor.shape.join(', ') : 'none',
      });
    }
    weights.set(name, tensor.data);
  }
  const training = async () => ({
    slots: (await store.chosen(id, which, (name) => !names.has(name))).tensors,
    history: (await store.metrics(id)).epochs,
  });
  const network = { run, checkpoint, document, analysis, weights, training, foldsBatchNorm: foldBatchNorm };
  return { ...network, inference: inferenceOf(network, inputRange) };
}

/** In every export: where it came from, how to use it, and what we may replace. */
const provenanceSchema = z.object({
  format: z.literal('skipwire.export'),
  version: z.number(),
  /** For a folder: what was written beside this file. Absent in version 1, and in a Keras file. */
  files: z.array(writtenFileSchema).optional(),
});
export type Provenance = z.infer<typeof provenanceSchema>;

export function provenance({ run, checkpoint, document, inference }: TrainedNetwork) {
  const { input } = inference;
  return {
    format: 'skipwire.export',
    version: 2,
    run: run.id,
    network: document.name,
    dataset: run.settings.dataset,
    epoch: checkpoint.epoch,
    step: checkpoint.step,
    input: `${input.dtype} images in 0..${input.range[1]}, channels ${input.layout === 'NCHW' ? 'first' : 'last'}`,
    inference,
  };
}

/** Undefined where it is not our provenance. */
export function readProvenance(value: unknown): Provenance | undefined {
  const read = provenanceSchema.safeParse(value);
  return read.success ? read.data : undefined;
}
