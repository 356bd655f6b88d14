/** How a script differs from the run, by the names of the settings. */
import { own } from '../../../core/basics/own-property';
import { catalogueNames } from '../../../core/study/data';
import { type TrainedNetwork, trainingOf } from '../trained-network';

/** One line each, for the head of a script. @param weights how the script is given a file of weights */
export function leftOut(network: TrainedNetwork, weights: string): string[] {
  const { analysis } = network;
  const { settings, startedFromModel, startedFrom, split } = trainingOf(network).run;
  const output = analysis.nodes[analysis.outputId as string];
  const isOwn = own(catalogueNames, settings.dataset) === undefined;
  return Object.entries({
    [`initial weights: the run began with the imported model ${startedFromModel?.name}, the script with random ones unless ${weights} names an export of that model`]:
      startedFromModel !== undefined,
    [`initial weights: the run began with a checkpoint of run ${startedFrom?.runId}, the script with random ones unless ${weights} names an export of that run`]:
      startedFrom !== undefined,
    'extensions: the run got more epochs later, the script has one schedule over all of them':
      settings.extensions.length > 0,
    'loss: the run took the logits of the sigmoid, the script takes its outputs for probabilities':
      (output?.params.activation ?? output?.params.function) === 'sigmoid',
    'dataset: the pictures must be in a folder for each class, train/CLASS and val/CLASS': isOwn,
    'dataset: Pillow reads the pictures, so other damaged ones may be left out':
      (split?.files?.dropped ?? 0) + (split?.files?.odd ?? 0) > 0,
  })
    .filter(([, applies]) => applies)
    .map(([line]) => line);
}
