/** The model card alone, as one Markdown file. */

import { writeText } from '../text-file';
import type { TrainedNetwork } from '../trained-network';
import { modelCard } from './card';

export const writeCard = (network: TrainedNetwork, path: string): Promise<void> =>
  writeText(network, path, modelCard(network), 'markdown');
