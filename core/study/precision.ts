/** Which precision is fastest on a device: what was measured, which one `auto` takes, and the words for both. Pure. */

import { z } from 'zod';
import { formatDecimals } from '../format/number';

/**
 * What convolutions and matrix products compute in. Variables, normalization, softmax and loss stay in float32;
 * float16 scales the loss dynamically.
 */
export const precisionSchema = z.enum(['float32', 'bfloat16', 'float16']);
export type Precision = z.infer<typeof precisionSchema>;

/** `auto` takes the fastest by measurement when a run begins; its record then holds the precision that was taken. */
export const precisionChoiceSchema = z.enum([...precisionSchema.options, 'auto']);
export type PrecisionChoice = z.infer<typeof precisionChoiceSchema>;

const side = z.number().int().positive();

/** One convolution of a network, without its batch. A Dense layer counts as a 1x1 convolution of one pixel. */
export const convolutionShapeSchema = z.object({
  height: side,
  width: side,
  channels: side,
  filters: side,
  kernel: z.tuple([side, side]),
  strides: z.tuple([side, side]),
  padding: z.enum(['same', 'valid']),
});
export type ConvolutionShape = z.infer<typeof convolutionShapeSchema>;

const milliseconds = z.number().positive();

/** How long one convolution takes with both of its gradients, in each precision. */
export const precisionSpeedsSchema = z.object({
  device: z.enum(['cpu', 'gpu']),
  convolution: convolutionShapeSchema,
  batchSize: side,
  /** Median. Null where the device cannot compute in this precision. */
  milliseconds: z.object({
    float32: milliseconds,
    bfloat16: milliseconds.nullable(),
    float16: milliseconds.nullable(),
  }),
});
export type PrecisionSpeeds = z.infer<typeof precisionSpeedsSchema>;

/** A gain smaller than this is not worth the digits that a short type drops. */
const WORTHWHILE = 1.1;
/** Closer to float32 than this is as fast. */
const ALIKE = 0.05;

/** How many times as fast as float32; undefined where the device cannot compute in it. */
export function speedup({ milliseconds }: PrecisionSpeeds, precision: Precision): number | undefined {
  const taken = milliseconds[precision];
  return taken === null ? undefined : milliseconds.float32 / taken;
}

/** What `auto` takes. bfloat16 goes first: it has the range of float32, so no gradient overflows. */
export function fastestPrecision(speeds: PrecisionSpeeds): Precision {
  const worth = (precision: Precision) => (speedup(speeds, precision) ?? 0) >= WORTHWHILE;
  return (['bfloat16', 'float16'] as const).find(worth) ?? 'float32';
}

/** Whether float32 would be faster, or would work at all. */
export function isSlower(speeds: PrecisionSpeeds, precision: PrecisionChoice): boolean {
  if (precision === 'auto' || precision === 'float32') return false;
  return (speedup(speeds, precision) ?? 0) < 1 - ALIKE;
}

const factor = (ratio: number): string => formatDecimals(ratio, ratio < 9.95 ? 1 : 0);

/** "1.9 times as fast", "3.3 times slower", "as fast", to be followed by "as float32" or "than float32". */
export function speedWords(speeds: PrecisionSpeeds, precision: Precision): string {
  const ratio = speedup(speeds, precision);
  if (ratio === undefined) return 'does not run here';
  if (Math.abs(ratio - 1) <= ALIKE) return 'as fast as float32';
  return ratio > 1
    ? `${factor(ratio)} times as fast as float32`
    : `takes ${factor(1 / ratio)} times as long as float32`;
}

/** "3x3 convolution, 256 to 256 channels, 14x14" */
export const convolutionWords = ({ kernel, channels, filters, height, width }: ConvolutionShape): string =>
  `${kernel.join('x')} convolution, ${channels} to ${filters} channels, ${height}x${width}`;

const here = ({ device }: PrecisionSpeeds) => `this ${device.toUpperCase()}`;

function measuredWords(speeds: PrecisionSpeeds, precision: Precision): string {
  const ratio = speedup(speeds, precision);
  if (ratio === undefined) return `${precision} does not run on ${here(speeds)}`;
  const words = speedWords(speeds, precision);
  return ratio < 1 - ALIKE
    ? `${precision} ${words} on ${here(speeds)}`
    : `${precision} is ${words} on ${here(speeds)}`;
}

/** One line on what was measured and what follows from it, for a precision that a person chose. */
export function precisionWords(speeds: PrecisionSpeeds, chosen: PrecisionChoice): string {
  if (chosen !== 'auto') {
    const advice = isSlower(speeds, chosen) ? '. Choose float32 or auto' : '';
    return `${measuredWords(speeds, chosen)}${advice}.`;
  }
  const taken = fastestPrecision(speeds);
  if (taken !== 'float32') return `${measuredWords(speeds, taken)}: using it.`;
  return `${measuredWords(speeds, 'bfloat16')}: using float32.`;
}
