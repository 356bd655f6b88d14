/** The compiler's options for a training. */
import type { Shape } from '../../../core/graph/document';
import type { Precision } from '../../../core/study/precision';
import type { TrainingSettings } from '../../../core/study/settings';
import type { CompileOptions } from '../../compiler/types';

export const compileOptions = (
  settings: TrainingSettings,
  imageShape: Shape,
  dataset: CompileOptions['dataset'],
  device: CompileOptions['device'] = 'cpu',
  resident = false,
): CompileOptions => ({
  optimizer: settings.optimizer,
  precision: settled(settings.precision),
  device,
  batchSize: settings.batchSize,
  order: settings.order,
  imageShape,
  preprocessing: settings.preprocessing,
  labelSmoothing: settings.labelSmoothing,
  augmentation: settings.augmentation,
  normalization: settings.normalization,
  preciseBatchNorm: settings.preciseBatchNorm !== null,
  diagnostics: settings.diagnosticsEvery !== null,
  dataset,
  resident,
});

/** `auto` is resolved before the worker gets its job. */
function settled(precision: TrainingSettings['precision']): Precision {
  if (precision !== 'auto') return precision;
  throw new Error('A network is compiled for one precision. Received: auto, which has not been resolved.');
}
