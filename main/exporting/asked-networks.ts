/** Trained networks and imported models for predictions (main/predicting). */
import { analyze } from '../../core/analysis/analyze';
import type { GraphDocument } from '../../core/graph/document';
import { preprocessingSchema } from '../../core/study/data';
import { nameOf } from '../../core/study/run';
import { refuse } from '../basics/refusal';
import type { ModelStore } from '../models/store';
import type { AskedNetwork, ReadNetwork } from '../predicting/network';
import type { RunStore } from '../runs/store';
import { inputOf } from './inference';
import { readTrainedNetwork } from './trained-network';

export const askedNetworks =
  (runs: RunStore, models: Pick<ModelStore, 'document' | 'weights'>): ReadNetwork =>
  async (predictor) => {
    if ('modelId' in predictor) {
      const { modelId } = predictor;
      return ofModel(modelId, await models.document(modelId), await models.weights(modelId));
    }
    const { runId, checkpoint } = predictor;
    const { run, checkpoint: at, ...network } = await readTrainedNetwork(runs, runId, { checkpoint });
    const trained = { run, checkpoint: at, folder: runs.folder(runId) };
    return { ...network, title: nameOf(run), settings: run.settings, trained };
  };

function ofModel(
  id: string,
  document: GraphDocument,
  tensors: Awaited<ReturnType<ModelStore['weights']>>,
): AskedNetwork {
  if (tensors.size === 0) refuse('predict.noWeights', { id });
  const analysis = analyze(document);
  const preprocessing = preprocessingSchema.parse({});
  return {
    title: document.name,
    document,
    analysis,
    weights: new Map([...tensors].map(([name, { data }]) => [name, data])),
    inference: {
      input: inputOf(analysis, '0-1'),
      resize: { ...preprocessing, antialias: false },
      normalization: { kind: 'none', insideModel: true },
      classes: null,
    },
    settings: { preprocessing, givesLogits: true },
  };
}
