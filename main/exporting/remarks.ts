/** What a person should know about the file that an export wrote, each in a sentence or two. */

import type { ExportFormat } from '../../core/study/export-format';
import { batchNormLayers, laggingAfter } from '../../core/study/moving-averages';
import { settlingWords } from '../../core/study/settled';
import { modelName } from './keras/names';
import { kerasPredictCaveats } from './keras/predict-caveats';
import type { TrainedNetwork } from './trained-network';

/** What a remark may be about. */
type Network = Omit<TrainedNetwork, 'inference'>;

type Remark = (network: Network, format: ExportFormat) => string | undefined;

const remarks: readonly Remark[] = [renamed, unsettled, predictedWrongly];

/** Shown after the export in the window, and printed by the CLI. */
export function remarksOf(network: Network, format: ExportFormat): string[] {
  return remarks.flatMap((remark) => remark(network, format) ?? []);
}

function renamed({ document: { name } }: Network, format: ExportFormat): string | undefined {
  if (format !== 'keras' || modelName(name) === name) return undefined;
  return `Keras does not accept the name "${name}", so the model is called "${modelName(name)}" there. Your name is kept in the file's metadata.`;
}

/** The file predicts by the statistics of its checkpoint. */
function unsettled({ run, checkpoint, analysis }: Network): string | undefined {
  if (run.settings.preciseBatchNorm && checkpoint.epoch > 0) return undefined;
  const lag = laggingAfter(batchNormLayers(analysis), checkpoint.step + (run.startedFrom?.step ?? 0));
  if (!lag) return undefined;
  return `The BatchNorm statistics of this checkpoint had not settled: ${settlingWords(lag)}. The model will predict worse than it was trained; train with precise BatchNorm, or for longer.`;
}

function predictedWrongly({ analysis }: Network, format: ExportFormat): string | undefined {
  const caveats = format === 'keras' ? kerasPredictCaveats(analysis) : [];
  if (caveats.length === 0) return undefined;
  const list = caveats.map(({ nodes, what }) => `${nodes.join(', ')} (${what})`).join('; ');
  return `On a CPU, Keras' predict() and evaluate() get these layers wrong: ${list}. TensorFlow fuses them into a faulty kernel. The file is right. Call the model instead: model(images, training=False).`;
}
