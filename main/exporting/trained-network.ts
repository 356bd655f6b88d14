/** What every export starts from: the network of a run and the weights of one of its checkpoints. */
import { analyze } from '../../core/analysis/analyze';
import type { GraphAnalysis } from '../../core/analysis/types';
import type { CheckpointChoice } from '../../core/contract';
import type { GraphDocument } from '../../core/graph/document';
import type { Checkpoint, RunRecord } from '../../core/study/run';
import { statisticsOf } from '../compiler/passes/normalize';
import { Refusal } from '../refusal';
import type { RunStore } from '../runs/store';

export interface TrainedNetwork {
  run: RunRecord;
  /** Where the weights come from. */
  checkpoint: Checkpoint;
  document: GraphDocument;
  analysis: GraphAnalysis;
  /**
   * Every weight by its variable's name, `stem.conv/kernel`, and the statistics that images are normalised by;
   * row-major, layouts as in Keras.
   */
  weights: ReadonlyMap<string, Float32Array>;
}

/** @throws Refusal when there is no such run, it has no checkpoint yet, or the checkpoint is of another network. */
export async function readTrainedNetwork(
  store: RunStore,
  id: string,
  which: CheckpointChoice = 'last',
): Promise<TrainedNetwork> {
  const run = await store.get(id);
  const document = await store.graph(id);
  const { checkpoint, tensors } = await store.chosen(id, which);
  const analysis = analyze(document);
  const weights = new Map<string, Float32Array>();
  const imageShape = analysis.nodes[analysis.inputId as string]?.outputShape ?? [];
  const expected = [
    ...analysis.order.flatMap((node) =>
      (analysis.nodes[node]?.weights ?? []).map(({ name, shape }) => ({ name: `${node}/${name}`, shape })),
    ),
    ...statisticsOf(run.settings.normalization, imageShape),
  ];
  for (const { name, shape } of expected) {
    const tensor = tensors.get(name);
    if (tensor === undefined || tensor.shape.join() !== shape.join()) {
      throw new Refusal(
        `The checkpoint of run "${id}" must hold ${name} of shape [${shape}]. Received: ${tensor ? `shape [${tensor.shape}]` : 'none'}.`,
      );
    }
    weights.set(name, tensor.data);
  }
  return { run, checkpoint, document, analysis, weights };
}

/** Goes into every export: tells where it came from, and that it is ours to replace. */
export function provenance({ run, checkpoint, document }: TrainedNetwork) {
  return {
    format: 'skipwire.export',
    version: 1,
    run: run.id,
    network: document.name,
    dataset: run.settings.dataset,
    epoch: checkpoint.epoch,
    step: checkpoint.step,
    input: 'float32 images in 0..1, channels last',
  };
}

export const isProvenance = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === 'skipwire.export';
