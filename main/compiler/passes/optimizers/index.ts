/**
 * From gradients to updates, in the order of Keras: L2 penalty, clipping, decoupled decay, update.
 * Source: keras/src/optimizers/base_optimizer.py, `apply` and `_backend_apply_gradients`.
 */
import type { OptimizerSettings } from '../../../../core/study/optimizer';
import type { Pass } from '../pass';
import { adam } from './adam';
import { clipByGlobalNorm, clipByNorm, clipByValue } from './clip';
import { addL2Penalty, decayWeights } from './decay';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';
import { optimizerPass, type UpdateRule } from './update-rule';

export function optimizerPasses(settings: OptimizerSettings): Pass[] {
  const { clipnorm, clipvalue, globalClipnorm, l2, weightDecay } = settings;
  const sparing = { sparing: settings.decaySparesNormsAndBiases };
  return [
    ...(l2 > 0 ? [addL2Penalty(l2, sparing)] : []),
    ...(clipnorm === null ? [] : [clipByNorm(clipnorm)]),
    ...(clipvalue === null ? [] : [clipByValue(clipvalue)]),
    ...(globalClipnorm === null ? [] : [clipByGlobalNorm(globalClipnorm)]),
    ...(weightDecay > 0 ? [decayWeights(weightDecay, sparing)] : []),
    optimizerPass(ruleOf(settings)),
  ];
}

function ruleOf(settings: OptimizerSettings): UpdateRule {
  switch (settings.type) {
    case 'sgd':
      return sgd(settings);
    case 'adam':
    case 'adamw':
      return adam(settings);
    case 'rmsprop':
      return rmsprop(settings);
  }
}
