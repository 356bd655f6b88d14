/** The BCa bootstrap: an interval that does not assume a normal distribution. */
import { LEVEL } from './interval';
import { normalBelow, normalPoint } from './probability';
import { mean, roundingOf } from './sample';

export interface BootstrapInterval {
  low: number;
  high: number;
  /** It ends at the smallest or largest of the values: they are too few for the bootstrap to tell how far the mean may be. */
  isDegenerate: boolean;
}

const RESAMPLES = 9999;

/** The finalizer of murmur3: 32 bits that look random. */
function scrambled(index: number): number {
  let bits = index;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Indices below `count`, `count` for each resample: the same each time, so that the same runs have the same interval. */
const resampledIndices = (count: number): Uint16Array =>
  Uint16Array.from({ length: RESAMPLES * count }, (_, at) =>
    Math.floor((scrambled(at + 1) / 2 ** 32) * count),
  );

/** As NumPy's default, linear between neighbors. @param sorted ascending */
function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (place - below);
}

/** From the jackknife (Efron 1987, equation 6.6); `values` vary. */
function acceleration(values: readonly number[]): number {
  const count = values.length;
  const total = count * mean(values);
  const left = values.map((value) => (total - value) / (count - 1));
  const influences = left.map((one) => mean(left) - one);
  const power = (exponent: number) => mean(influences.map((one) => one ** exponent));
  return power(3) / power(2) ** 1.5 / Math.sqrt(count) / 6;
}

/**
 * The bias-corrected and accelerated 95 % interval of the mean (Efron 1987), from 9,999 resamples that are the same each time. Equal to
 * `scipy.stats.bootstrap` on the same resamples. Undefined with fewer than two values, or if they differ only by rounding.
 */
export function bootstrapInterval(values: readonly number[]): BootstrapInterval | undefined {
  const rounding = roundingOf({ values });
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (values.length < 2 || most - least <= rounding) return undefined;
  const indices = resampledIndices(values.length);
  const means = Float64Array.from({ length: RESAMPLES }, (_, resample) => {
    let sum = 0;
    for (let at = 0; at < values.length; at++) sum += values[indices[resample * values.length + at]!]!;
    return sum / values.length;
  }).sort();
  const middle = mean(values);
  const below = means.filter((one) => one < middle - rounding).length;
  const notAbove = means.filter((one) => one <= middle + rounding).length;
  const bias = normalPoint((below + notAbove) / 2 / RESAMPLES);
  const bend = acceleration(values);
  const end = (share: number) => {
    const shifted = bias + normalPoint(share);
    return percentile(means, normalBelow(bias + shifted / (1 - bend * shifted)));
  };
  const [low, high] = [end(LEVEL / 2), end(1 - LEVEL / 2)];
  return { low, high, isDegenerate: low <= least + rounding || high >= most - rounding };
}
