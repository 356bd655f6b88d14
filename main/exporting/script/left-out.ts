/** What a script does otherwise than the run, by the names of the settings. */
import { own } from '../../../core/basics/own-property';
import { tuningOf } from '../../../core/network/tuning';
import { catalogueNames } from '../../../core/study/data';
import { type TrainedNetwork, trainingOf } from '../trained-network';

/** One line each, for the head of a script. */
export function leftOut(network: TrainedNetwork): string[] {
  const { analysis } = network;
  const tuning = tuningOf(analysis.effective);
  const { settings, startedFromModel, startedFrom, split } = trainingOf(network).run;
  const output = analysis.nodes[analysis.outputId as string];
  const isOwn = own(catalogueNames, settings.dataset) === undefined;
  return Object.entries({
    'initialWeights: the run began with the weights of an imported model, the script begins with random ones':
      startedFromModel !== undefined,
    'initial weights: the run began with a checkpoint of another run, the script begins with random ones':
      startedFrom !== undefined,
    'extensions: the run got more epochs later, the script has one schedule over all of them':
      settings.extensions.length > 0,
    'learningRateFactor: layers had learning rates of their own, the script has one':
      (tuning?.factors.length ?? 0) > 0,
    'loss: the run took the logits of the sigmoid, the script takes its outputs for probabilities':
      (output?.params.activation ?? output?.params.function) === 'sigmoid',
    'dataset: the pictures must be in a folder for each class, train/CLASS and val/CLASS': isOwn,
    'dataset: Pillow reads the pictures, so other damaged ones may be left out':
      (split?.files?.dropped ?? 0) + (split?.files?.odd ?? 0) > 0,
  })
    .filter(([, applies]) => applies)
    .map(([line]) => line);
}
