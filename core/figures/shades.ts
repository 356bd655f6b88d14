/** Shades of a color that keep enough contrast to the background. */
import { hcl } from 'd3-color';

export const SHADES = 5;

/** Difference in CIELAB's L* (0..100) between neighboring shades; thin lines still show it. */
const STEP = 7;

/** L* with a contrast of 3 : 1 or more to panels and chosen rows, without shades that look black or white. */
const LIMITS = { light: [20, 58], dark: [48, 92] } as const;

/** The color itself, then the lightnesses nearest to it. */
export function shadesOf(color: string, mode: keyof typeof LIMITS): string[] {
  const base = hcl(color);
  const [low, high] = LIMITS[mode];
  const offsets = Array.from({ length: 2 * SHADES }, (_, index) =>
    index % 2 === 0 ? -(index / 2 + 1) : (index + 1) / 2,
  );
  const fitting = offsets
    .map((offset) => base.l + offset * STEP)
    .filter((lightness) => lightness >= low && lightness <= high)
    .slice(0, SHADES - 1);
  return [color, ...fitting.map((l) => hcl(base.h, base.c, l).formatHex())];
}
