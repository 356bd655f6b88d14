/** Colors for measurements: cold where small, the shortcut's orange where large. */

import { mean } from 'd3-array';
import { logStep } from '../../core/figures/axis';
import { MEASURES, type Measure } from '../../core/figures/measures';
import { formatRate } from '../../core/format/number';

export interface ColorScale {
  log: boolean;
  /** The ends, in the measure's unit. */
  low: number;
  high: number;
}

/**
 * A logarithmic scale spans at least a power of ten, a linear one begins at 0. Colors do not
 * flicker from step to step, because the ends are 1, 2 or 5 times a power of ten.
 */
export function colorScale(measure: Measure, values: readonly number[]): ColorScale {
  const { log } = MEASURES[measure];
  const sound = values.filter((value) => Number.isFinite(value) && value > 0);
  if (sound.length === 0) return log ? { log, low: 0.1, high: 1 } : { log, low: 0, high: 1 };
  const high = logStep(Math.log10(Math.max(...sound)), 'above');
  if (!log) return { log, low: 0, high: power(high) };
  const low = logStep(Math.min(Math.log10(Math.min(...sound)), high - 1), 'below');
  return { log, low: power(low), high: power(high) };
}

/** Rounded to exactly 1, 2 or 5 times a power of ten. */
const power = (logarithm: number): number => Number((10 ** logarithm).toPrecision(1));

/** 0 at the cold end, 1 at the warm one; undefined for NaN. */
export function shareOf({ log, low, high }: ColorScale, value: number): number | undefined {
  if (Number.isNaN(value)) return undefined;
  const at = (x: number) => (log ? Math.log10(Math.max(x, Number.MIN_VALUE)) : x);
  return Math.min(1, Math.max(0, (at(value) - at(low)) / (at(high) - at(low))));
}

/** A CSS color that follows the theme; undefined is marked as bad. */
export function colorOf(share: number | undefined): string {
  if (share === undefined) return 'var(--sw-bad)';
  return `color-mix(in oklab, var(--sw-shortcut) ${Math.round(100 * share)}%, var(--sw-accent))`;
}

/** Labels of both ends, and of the middle where that is a round number. */
export function legendTicks({ log, low, high }: ColorScale): readonly string[] {
  const middle = formatRate(log ? Math.sqrt(low * high) : (low + high) / 2);
  const round = /^[1-9]0*$|^0\.0*[1-9]5?$/.test(middle);
  return [formatRate(low), ...(round ? [middle] : []), formatRate(high)];
}

/** The mean of a folded stage's blocks: geometric on a logarithmic scale. */
export function together({ log }: ColorScale, values: readonly number[]): number {
  if (!log) return mean(values)!;
  return 10 ** mean(values, (value) => Math.log10(Math.max(value, Number.MIN_VALUE)))!;
}
