import {
  fastestPrecision,
  type Precision,
  type PrecisionChoice,
  type PrecisionSpeeds,
} from '../../../core/study/precision';

/** What `auto` stands for by these speeds: float32 where nothing is known of them. */
export async function settledPrecision(
  chosen: PrecisionChoice,
  speeds: () => Promise<PrecisionSpeeds | undefined> | undefined,
): Promise<Precision> {
  if (chosen !== 'auto') return chosen;
  const known = await speeds();
  return known ? fastestPrecision(known) : 'float32';
}
