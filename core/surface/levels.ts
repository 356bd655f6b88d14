/** Levels of a contour plot that several surfaces share. */
import type { Surface, SurfaceValue } from './surface';

/** Losses below are drawn at the lowest level: a logarithm has no zero. */
const LOWEST = 1e-3;
/** Share of the points below the highest level: where a plain network explodes, losses of other powers of ten would hide the rest. */
const BELOW = 0.95;

/**
 * Limits of `bands` bands of equal width in the logarithm of the loss, `bands + 1` of them. What is higher belongs to the last band.
 * Undefined before a point is computed.
 */
export function levelsOf(surfaces: readonly Pick<Surface, 'losses'>[], bands: number): number[] | undefined {
  const values = surfaces
    .flatMap(({ losses }) => losses.filter((loss): loss is number => typeof loss === 'number'))
    .map((loss) => Math.max(loss, LOWEST))
    .sort((a, b) => a - b);
  const [low] = values;
  if (low === undefined) return undefined;
  const high = Math.max(values[Math.floor(BELOW * (values.length - 1))]!, low * 1.01);
  return Array.from({ length: bands + 1 }, (_, index) => low * (high / low) ** (index / bands));
}

/** Band of a loss, from 0. */
export function bandOf(loss: Exclude<SurfaceValue, null>, levels: readonly number[]): number {
  const last = levels.length - 2;
  if (loss === 'overflow') return last;
  const above = levels.findIndex((level, index) => index > 0 && loss < level);
  return above < 0 ? last : Math.min(above - 1, last);
}
