/** The model card as a single Markdown file. */

import { writeText } from '../text-file';
import type { TrainedNetwork } from '../trained-network';
import { modelCard } from './card';

export const writeCard = (network: TrainedNetwork, path: string): Promise<void> =>
  writeText(network, path, modelCard(network), 'markdown');
