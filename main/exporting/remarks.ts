/** What a person should know about the file that an export wrote, each in a sentence or two. */
import type { ExportFormat } from '../../core/contract';
import { modelName } from './keras/names';
import type { TrainedNetwork } from './trained-network';

type Remark = (network: TrainedNetwork, format: ExportFormat) => string | undefined;

const remarks: readonly Remark[] = [renamed];

/** Shown after the export in the window, and printed by the CLI. */
export function remarksOf(network: TrainedNetwork, format: ExportFormat): string[] {
  return remarks.flatMap((remark) => remark(network, format) ?? []);
}

function renamed({ document: { name } }: TrainedNetwork, format: ExportFormat): string | undefined {
  if (format !== 'keras' || modelName(name) === name) return undefined;
  return `Keras does not accept the name "${name}", so the model is called "${modelName(name)}" there. Your name is kept in the file's metadata.`;
}
