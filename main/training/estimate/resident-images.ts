/** Decides whether a GPU keeps a training's images in its own memory. */
import type { Shape } from '../../../core/graph/document';

/** Share of the memory that training leaves free; kernels need some more. */
const SHARE = 0.5;

export interface Room {
  device: 'cpu' | 'gpu';
  /** Free bytes of the device. */
  available: number | undefined;
  /** Bytes, without images. */
  training: number;
}

/** A CPU reads the mapped files directly. */
export function fitsDevice(images: number, { device, available, training }: Room): boolean {
  if (device !== 'gpu' || available === undefined) return false;
  return images <= SHARE * (available - training);
}

/** Whether images have the network's size in memory: photographs (decoded once), and others of exactly that size. */
export const lieReady = (
  { sizes, imageShape }: { sizes: 'equal' | 'varied'; imageShape: Shape },
  inputShape: Shape,
): boolean => sizes === 'varied' || imageShape.join() === inputShape.join();
