/** Which stored images fit a network: any height and width, since they are resized. */
import type { Shape } from '../graph/document';

/** Gray images are repeated for three channels, colored ones become gray for one. */
export const canBring = (stored: number | undefined, wanted: number | undefined): boolean =>
  stored === wanted || [stored, wanted].sort().join() === '1,3';

/** Both are [height, width, channels]. */
export const takesImages = (input: Shape | undefined, stored: Shape): boolean =>
  input?.length === 3 && canBring(stored[2], input[2]);
