/** The input of every export: a network, and the weights of a run's checkpoint or of an imported model. */
import { z } from 'zod';
import { analyze } from '../../core/analysis/analyze';
import { inputStatistics } from '../../core/analysis/input-pixels';
import type { GraphAnalysis } from '../../core/analysis/types';
import type { CheckpointChoice } from '../../core/contract/checkpoint-choice';
import { verbatim } from '../../core/messages';
import type { WeightSpec } from '../../core/ops/operator';
import { preprocessingSchema } from '../../core/study/data';
import type { InputRange } from '../../core/study/inference';
import { titleOf } from '../../core/study/run';
import { refuse } from '../basics/refusal';
import { DEVIATION, MEAN, statisticsOf } from '../compiler/passes/normalize';
import type { ModelStore } from '../models/store';
import { type AskedNetwork, type TrainedHere, trainedHere } from '../predicting/network';
import type { Tensor } from '../runs/safetensors';
import type { RunStore } from '../runs/store';
import { writtenFileSchema } from './files';
import { inferenceOf } from './inference';

export interface TrainedNetwork extends AskedNetwork {
  /** Folds batch normalization into the layers before it, where the format can. */
  foldsBatchNorm?: boolean;
}

/**
 * For formats that describe a training.
 * @throws Refusal for an imported model
 */
export const trainingOf = (network: TrainedNetwork): TrainedHere =>
  trainedHere(network, 'export.refused.imported');

export interface NetworkChoice {
  /** Range of the images that the exported model takes. */
  inputRange?: InputRange | undefined;
  foldBatchNorm?: boolean | undefined;
}

/** @throws Refusal when the run does not exist, has no checkpoint yet, or has one of another network. */
export async function readTrainedNetwork(
  store: RunStore,
  id: string,
  {
    checkpoint: which = 'last',
    ...choice
  }: NetworkChoice & { checkpoint?: CheckpointChoice | undefined } = {},
): Promise<TrainedNetwork & { trained: TrainedHere }> {
  const run = await store.get(id);
  const document = await store.graph(id);
  const analysis = analyze(document);
  const imageShape = analysis.nodes[analysis.inputId as string]?.outputShape ?? [];
  const own = ownStatistics(analysis);
  const measured = own ? [] : statisticsOf(run.settings.normalization, imageShape);
  const wanted = [...weightsOf(analysis), ...measured];
  const names = new Set(wanted.map(({ name }) => name));
  const { checkpoint, tensors } = await store.chosen(id, which, (name) => names.has(name));
  const weights = weightsFrom(tensors, wanted, ({ name, shape }, found) =>
    refuse('export.refused.checkpointMismatch', { id, name, shape, found }),
  );
  const training = async () => ({
    slots: (await store.chosen(id, which, (name) => !names.has(name))).tensors,
    history: (await store.metrics(id)).epochs,
  });
  const trained = { run, checkpoint, folder: store.folder(id), training };
  const network = {
    ...{ title: titleOf(run), document, analysis, settings: run.settings, trained },
    weights: new Map([...weights, ...(own ?? [])]),
  };
  return { ...network, ...chosen(network, choice), trained };
}

/** @throws Refusal for a model that does not exist, or lacks weights. */
export async function readImportedNetwork(
  models: Pick<ModelStore, 'info' | 'document' | 'weights'>,
  id: string,
  choice: NetworkChoice = {},
): Promise<TrainedNetwork> {
  const [imported, document, tensors] = await Promise.all([
    models.info(id),
    models.document(id),
    models.weights(id),
  ]);
  if (tensors.size === 0) refuse('predict.noWeights', { id });
  const analysis = analyze(document);
  const weights = weightsFrom(tensors, weightsOf(analysis), ({ name, shape }, found) =>
    refuse('export.refused.modelMismatch', { id, name, shape, found }),
  );
  const settings = { preprocessing: preprocessingSchema.parse({}), givesLogits: true };
  const network = {
    ...{ title: verbatim(imported.name), document, analysis, settings, imported },
    weights: new Map([...weights, ...(ownStatistics(analysis) ?? [])]),
  };
  return { ...network, ...chosen(network, choice) };
}

const chosen = (
  network: Omit<AskedNetwork, 'inference'>,
  { inputRange = '0-1', foldBatchNorm = false }: NetworkChoice,
) => ({ inference: inferenceOf(network, inputRange), foldsBatchNorm: foldBatchNorm });

/** Those of an Input that prepares pixels, by the names of measured ones. */
function ownStatistics(analysis: GraphAnalysis): [string, Float32Array][] | undefined {
  const own = inputStatistics(analysis);
  return (
    own && [
      [MEAN, Float32Array.from(own.mean)],
      [DEVIATION, Float32Array.from(own.deviation)],
    ]
  );
}

type Wanted = Pick<WeightSpec, 'name' | 'shape'>;

const weightsOf = ({ order, nodes }: GraphAnalysis): Wanted[] =>
  order.flatMap((node) =>
    (nodes[node]?.weights ?? []).map(({ name, shape }) => ({ name: `${node}/${name}`, shape })),
  );

/** @param mismatch refuses; `found` is the shape that is there, or `none`. */
function weightsFrom(
  tensors: ReadonlyMap<string, Tensor>,
  wanted: readonly Wanted[],
  mismatch: (wanted: { name: string; shape: string }, found: string) => never,
): Map<string, Float32Array> {
  return new Map(
    wanted.map(({ name, shape }) => {
      const tensor = tensors.get(name);
      if (tensor?.shape.join() === shape.join()) return [name, tensor.data];
      return mismatch({ name, shape: shape.join(', ') }, tensor ? tensor.shape.join(', ') : 'none');
    }),
  );
}

/** In every export: provenance, how to use it, and which files we may replace. */
const provenanceSchema = z.object({
  format: z.literal('skipwire.export'),
  version: z.number(),
  /** For a folder: the files written beside this one. Absent in version 1, and in a Keras file. */
  files: z.array(writtenFileSchema).optional(),
});
export type Provenance = z.infer<typeof provenanceSchema>;

export function provenance({ trained, imported, document, inference }: TrainedNetwork) {
  const { input } = inference;
  return {
    format: 'skipwire.export',
    version: 2,
    ...(trained && {
      run: trained.run.id,
      dataset: trained.run.settings.dataset,
      epoch: trained.checkpoint.epoch,
      step: trained.checkpoint.step,
    }),
    ...(imported && { model: imported.id, importedFrom: imported.source }),
    network: document.name,
    input: `${input.dtype} images in 0..${input.range[1]}, channels ${input.layout === 'NCHW' ? 'first' : 'last'}`,
    inference,
  };
}

/** For files of other programs: "ResNet-20, trained on cifar10 by Skipwire: run 7, epoch 3". */
export function aboutNetwork({ document: { name }, trained, imported }: TrainedNetwork): string {
  if (!trained) return `${name}, imported into Skipwire from ${imported?.source}`;
  const { run, checkpoint } = trained;
  return `${name}, trained on ${run.settings.dataset} by Skipwire: run ${run.id}, epoch ${checkpoint.epoch}`;
}

/** Undefined if it is not our provenance. */
export function readProvenance(value: unknown): Provenance | undefined {
  const read = provenanceSchema.safeParse(value);
  return read.success ? read.data : undefined;
}
