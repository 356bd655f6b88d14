import {
  fastestPrecision,
  type Precision,
  type PrecisionChoice,
  type PrecisionSpeeds,
} from '../../../core/study/precision';

/** Resolves `auto`; float32 if the speeds are unknown. */
export async function settledPrecision(
  chosen: PrecisionChoice,
  speeds: () => Promise<PrecisionSpeeds | undefined> | undefined,
): Promise<Precision> {
  if (chosen !== 'auto') return chosen;
  const known = await speeds();
  return known ? fastestPrecision(known) : 'float32';
}
