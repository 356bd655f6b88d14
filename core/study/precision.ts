/** Which precision is fastest on a device, which one `auto` uses, and the words for both. */
import { z } from 'zod';
import { formatDecimals } from '../format/number';
import { t } from '../messages';

/** For convolutions and matrix products; the rest is in float32. float16 scales the loss dynamically. */
export const precisionSchema = z.enum(['float32', 'bfloat16', 'float16']);
export type Precision = z.infer<typeof precisionSchema>;

/** `auto` measures when a run starts; the record then has the chosen precision. */
export const precisionChoiceSchema = z.enum([...precisionSchema.options, 'auto']);
export type PrecisionChoice = z.infer<typeof precisionChoiceSchema>;

const side = z.number().int().positive();

/** A Dense layer is a 1x1 convolution of one pixel. */
const convolutionShapeSchema = z.object({
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

/** How long a convolution and its gradients take. */
export const precisionSpeedsSchema = z.object({
  device: z.enum(['cpu', 'gpu']),
  convolution: convolutionShapeSchema,
  batchSize: side,
  /** Median; null if the device cannot compute in this precision. */
  milliseconds: z.object({
    float32: milliseconds,
    bfloat16: milliseconds.nullable(),
    float16: milliseconds.nullable(),
  }),
});
export type PrecisionSpeeds = z.infer<typeof precisionSpeedsSchema>;

/** A smaller gain is not worth the lost digits. */
const WORTHWHILE = 1.1;
/** A smaller difference counts as equally fast. */
const ALIKE = 0.05;

/** Relative to float32; undefined if the device cannot compute in it. */
export function speedup({ milliseconds }: PrecisionSpeeds, precision: Precision): number | undefined {
  const taken = milliseconds[precision];
  return taken === null ? undefined : milliseconds.float32 / taken;
}

/** The precision that `auto` uses. bfloat16 is preferred: it has the range of float32, so no gradient overflows. */
export function fastestPrecision(speeds: PrecisionSpeeds): Precision {
  const worth = (precision: Precision) => (speedup(speeds, precision) ?? 0) >= WORTHWHILE;
  return (['bfloat16', 'float16'] as const).find(worth) ?? 'float32';
}

/** Whether float32 would be faster. */
export function isSlower(speeds: PrecisionSpeeds, precision: PrecisionChoice): boolean {
  if (precision === 'auto' || precision === 'float32') return false;
  return (speedup(speeds, precision) ?? 0) < 1 - ALIKE;
}

const factor = (ratio: number): string => formatDecimals(ratio, ratio < 9.95 ? 1 : 0);

type Pace = 'notHere' | 'asFast' | 'faster' | 'slower';

function paceOf(speeds: PrecisionSpeeds, precision: Precision): { pace: Pace; times: string } {
  const ratio = speedup(speeds, precision);
  if (ratio === undefined) return { pace: 'notHere', times: '' };
  if (Math.abs(ratio - 1) <= ALIKE) return { pace: 'asFast', times: '' };
  return ratio > 1 ? { pace: 'faster', times: factor(ratio) } : { pace: 'slower', times: factor(1 / ratio) };
}

/** "1.9 times as fast as float32". */
export function speedWords(speeds: PrecisionSpeeds, precision: Precision): string {
  const { pace, times } = paceOf(speeds, precision);
  return t(`study.precision.${pace}`, { times });
}

/** "3x3 convolution, 256 to 256 channels, 14x14" */
export const convolutionWords = ({ kernel, channels, filters, height, width }: ConvolutionShape): string =>
  t('study.precision.convolution', {
    kernel: kernel.join('x'),
    channels: String(channels),
    filters: String(filters),
    size: `${height}x${width}`,
  });

function measuredWords(speeds: PrecisionSpeeds, precision: Precision): string {
  const { pace, times } = paceOf(speeds, precision);
  return t(`study.precision.device.${pace}`, { precision, times, device: speeds.device.toUpperCase() });
}

/** One line on what was measured, and what follows from it. */
export function precisionWords(speeds: PrecisionSpeeds, chosen: PrecisionChoice): string {
  if (chosen !== 'auto') {
    const measured = measuredWords(speeds, chosen);
    return t(isSlower(speeds, chosen) ? 'study.precision.advice' : 'study.precision.said', { measured });
  }
  const precision = fastestPrecision(speeds);
  const measured = measuredWords(speeds, precision === 'float32' ? 'bfloat16' : precision);
  return t('study.precision.taken', { measured, precision });
}
