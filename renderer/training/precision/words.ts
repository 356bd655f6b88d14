import { formatDecimals } from '../../../core/format/number';
import {
  fastestPrecision,
  type PrecisionSpeeds,
  precisionSchema,
  speedup,
} from '../../../core/study/precision';

/** Beside each choice of precision in the form: what was measured, or that it will be. */
export function precisionDetails(
  speeds: PrecisionSpeeds | undefined,
  measuring: boolean,
): Record<string, string> {
  if (!speeds) return { auto: measuring ? 'measuring …' : 'is measured first' };
  const ratios = precisionSchema.options.map((precision) => {
    const ratio = speedup(speeds, precision);
    return [
      precision,
      ratio === undefined
        ? 'does not run here'
        : `${formatDecimals(ratio, ratio < 0.095 ? 2 : 1)}× the speed`,
    ];
  });
  return { ...Object.fromEntries(ratios), float32: '', auto: `takes ${fastestPrecision(speeds)}` };
}
