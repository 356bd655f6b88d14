/** Which stored images a network can be fed with: any height and width, as they are brought to the size of its Input. */
import type { Shape } from '../graph/document';

/** Gray images are repeated for three channels, colored ones become gray for one. */
export const canBring = (stored: number | undefined, wanted: number | undefined): boolean =>
  stored === wanted || [stored, wanted].sort().join() === '1,3';

/** @param input of the network; @param stored both [height, width, channels]. */
export const takesImages = (input: Shape | undefined, stored: Shape): boolean =>
  input?.length === 3 && canBring(stored[2], input[2]);
