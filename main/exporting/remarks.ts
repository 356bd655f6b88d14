/** Remarks on an exported file, one or two sentences each. */
import { listOf, type Message, message } from '../../core/messages';
import { settling } from '../../core/study/batchnorm-settled';
import type { ExportFormat } from '../../core/study/export-format';
import { batchNormLayers, laggingAfter } from '../../core/study/moving-averages';
import { modelName } from './keras/names';
import { kerasPredictCaveats } from './keras/predict-caveats';
import type { TrainedNetwork } from './trained-network';

type Network = Pick<TrainedNetwork, 'trained' | 'document' | 'analysis'>;

type Remark = (network: Network, format: ExportFormat) => Message | undefined;

const remarks: readonly Remark[] = [renamed, unsettled, predictedWrongly];

export function remarksOf(network: Network, format: ExportFormat): Message[] {
  return remarks.flatMap((remark) => remark(network, format) ?? []);
}

function renamed({ document: { name } }: Network, format: ExportFormat): Message | undefined {
  if (format !== 'keras' || modelName(name) === name) return undefined;
  return message('export.remark.renamed', { name, kerasName: modelName(name) });
}

/** BatchNorm statistics that had not settled at the checkpoint. */
function unsettled({ trained, analysis }: Network): Message | undefined {
  if (!trained) return undefined;
  const { run, checkpoint } = trained;
  if (run.settings.preciseBatchNorm && checkpoint.epoch > 0) return undefined;
  const lag = laggingAfter(batchNormLayers(analysis), checkpoint.step + (run.startedFrom?.step ?? 0));
  if (!lag) return undefined;
  return message('export.remark.unsettled', { settling: settling(lag) });
}

function predictedWrongly({ analysis }: Network, format: ExportFormat): Message | undefined {
  const caveats = format === 'keras' ? kerasPredictCaveats(analysis) : [];
  if (caveats.length === 0) return undefined;
  const layers = caveats.map(({ nodes, what }) =>
    message('export.remark.caveat', { nodes: nodes.join(', '), what: message(what) }),
  );
  return message('export.remark.predictedWrongly', { layers: listOf(layers, 'unit') });
}
