/** A trained network in PyTorch: the text of its module, and its state_dict. */

import type { LazyTensor } from '../../runs/safetensors';
import type { TrainedNetwork } from '../trained-network';
import { scopesOf } from './scopes';
import { type NetworkSource, networkSource } from './source';
import { stateOf } from './state';
import { stepsOf } from './steps';

export interface PytorchModel extends NetworkSource {
  state: ReadonlyMap<string, LazyTensor>;
}

/** @throws Refusal for an operator that cannot be written. */
export function pytorchModel(network: TrainedNetwork): PytorchModel {
  const { analysis, document, inference } = network;
  const root = scopesOf(analysis.effective, stepsOf(analysis));
  return { ...networkSource(root, document.name, inference), state: stateOf(root, network) };
}
