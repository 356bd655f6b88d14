/** The values that a network takes for pixels, for the Input's parameter `pixels`: its part of the network, in each use of it. */
import { z } from 'zod';
import { type Key, type Message, message } from '../messages';

/**
 * 0-1: pixels as the input pipeline gives them. 0-255 and -1-1: scaled. imagenet: minus ImageNet's mean, divided by its standard
 * deviation, as torchvision, timm and Keras' mode "torch" do.
 */
export const pixelValuesSchema = z.enum(['0-1', '0-255', '-1-1', 'imagenet']);
export type PixelValues = z.infer<typeof pixelValuesSchema>;

/** For each channel of pixels in 0..1: (pixel - mean) / deviation. */
export interface PixelStatistics {
  mean: readonly number[];
  deviation: readonly number[];
}

const IMAGENET: PixelStatistics = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };

/** Undefined for pixels as they are. */
export function pixelStatistics(values: PixelValues, channels: number): PixelStatistics | undefined {
  const each = (mean: number, deviation: number): PixelStatistics => ({
    mean: new Array<number>(channels).fill(mean),
    deviation: new Array<number>(channels).fill(deviation),
  });
  if (values === 'imagenet') return IMAGENET;
  return { '0-1': undefined, '0-255': each(0, 1 / 255), '-1-1': each(0.5, 0.5) }[values];
}

/** Whether images with this number of channels can be prepared in this way. */
export const takesChannels = (values: PixelValues, channels: number): boolean =>
  values !== 'imagenet' || channels === IMAGENET.mean.length;

/** In a node's caption, the same in every language; none for pixels as they are. */
export const PIXEL_CAPTIONS: Readonly<Record<PixelValues, string | undefined>> = {
  '0-1': undefined,
  '0-255': '0…255',
  '-1-1': '−1…1',
  imagenet: 'ImageNet',
};

const WORDS: Readonly<Record<PixelValues, Key>> = {
  '0-1': 'ops.pixels.unit',
  '0-255': 'ops.pixels.bytes',
  '-1-1': 'ops.pixels.signed',
  imagenet: 'ops.pixels.imagenet',
};

export const pixelWords = (values: PixelValues): Message => message(WORDS[values]);
