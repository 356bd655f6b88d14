/** Whether a GPU holds the images of a training in its own memory. */
import type { Shape } from '../../../core/graph/document';

/** Of what a training leaves free, images take half at most: what kernels need for their own work no estimate knows. */
const SHARE = 0.5;

export interface Room {
  device: 'cpu' | 'gpu';
  /** Bytes of the device that nobody has; undefined where unknown. */
  available: number | undefined;
  /** Bytes that the training takes without images. */
  training: number;
}

/** Whether that many bytes of images find room. A processor has them in reach as they are: mapped. */
export function fitsDevice(images: number, { device, available, training }: Room): boolean {
  if (device !== 'gpu' || available === undefined) return false;
  return images <= SHARE * (available - training);
}

/**
 * Whether images lie in memory in the size that the network takes: photographs, once decoded, and others of that very
 * size. Those that are resized in each epoch stay with the processor.
 */
export const lieReady = (
  { sizes, imageShape }: { sizes: 'equal' | 'varied'; imageShape: Shape },
  inputShape: Shape,
): boolean => sizes === 'varied' || imageShape.join() === inputShape.join();
