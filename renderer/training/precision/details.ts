import { formatDecimals } from '../../../core/format/number';
import { t } from '../../../core/messages';
import {
  fastestPrecision,
  type PrecisionSpeeds,
  precisionSchema,
  speedup,
} from '../../../core/study/precision';

/** The measured speed, shown beside each choice of precision. */
export function precisionDetails(
  speeds: PrecisionSpeeds | undefined,
  measuring: boolean,
): Record<string, string> {
  if (!speeds) return { auto: t(measuring ? 'train.precision.measuring' : 'train.precision.measured') };
  const ratios = precisionSchema.options.map((precision) => {
    const ratio = speedup(speeds, precision);
    return [
      precision,
      ratio === undefined
        ? t('train.precision.doesNotRun')
        : t('train.precision.speed', { ratio: formatDecimals(ratio, ratio < 0.095 ? 2 : 1) }),
    ];
  });
  return {
    ...Object.fromEntries(ratios),
    float32: '',
    auto: t('train.precision.chooses', { precision: fastestPrecision(speeds) }),
  };
}
