/** Pictures of loss surfaces side by side, with the same levels and colors: from above, with contours, or as a relief. */
import { token } from '../figures/colors';
import { element, picture, rounded, textElement } from '../figures/svg';
import { heatColor } from '../format/heat-colors';
import { formatRate } from '../format/number';
import { t } from '../messages';
import { levelsOf } from './levels';
import { ringsAt } from './rings';
import type { Surface, SurfaceValue } from './surface';

export const BANDS = 14;

export interface NamedSurface {
  name: string;
  surface: Pick<Surface, 'settings' | 'losses'>;
}

export interface SurfacePictureOptions {
  kind: 'contours' | 'relief';
  /** What a screen reader says. */
  label: string;
  /** Width of the whole picture. */
  width: number;
  /** Degrees that a relief is turned by, seen from above. */
  turn?: number;
}

/** More would be too small to read. */
const MOST_IN_A_ROW = 3;
const TITLE = 24;
const LEGEND = 40;
const GAP = 24;
const AXIS = 18;
const TICK = { fill: token('muted'), 'font-size': 11 };

/** A network whose coarse grid is not computed yet has an empty frame; undefined while all have. */
export function surfacePicture(
  surfaces: readonly NamedSurface[],
  { kind, label, width, turn = 30 }: SurfacePictureOptions,
): string | undefined {
  const levels = levelsOf(
    surfaces.map(({ surface }) => surface),
    BANDS,
  );
  const grids = surfaces.map(({ surface }) => heightsOf(surface, levels ?? []));
  if (!levels || grids.every((grid) => grid === undefined)) return undefined;
  const columns = Math.min(surfaces.length, MOST_IN_A_ROW);
  const side = (width - GAP * (columns - 1)) / columns;
  const tall = TITLE + (kind === 'contours' ? side + AXIS : side * 0.8) + 8;
  const height = tall * Math.ceil(surfaces.length / columns);
  const parts = surfaces.map(({ name, surface: { settings } }, index) => {
    const heights = grids[index];
    const drawn = !heights
      ? [frame(kind === 'contours' ? side : side * 0.8, side)]
      : kind === 'contours'
        ? contours(heights, settings.points, settings.range, side)
        : relief(heights, settings.points, side, turn);
    return element(
      'g',
      { transform: `translate(${(index % columns) * (side + GAP)} ${Math.floor(index / columns) * tall})` },
      textElement(name, { x: 0, y: 14, fill: token('text'), 'font-size': 13, 'font-weight': 600 }),
      element('g', { transform: `translate(0 ${TITLE})` }, ...drawn),
    );
  });
  const legend = element('g', { transform: `translate(0 ${height})` }, ...legendOf(levels, width));
  return picture({ width, height: height + LEGEND, label }, ...parts, legend);
}

/**
 * Heights in bands, 0 to `BANDS`, row by row. A point that is not computed has the height of the coarse grid's point
 * before it; undefined if that is missing too.
 */
export function heightsOf(
  { losses, settings: { points } }: NamedSurface['surface'],
  levels: readonly number[],
): number[] | undefined {
  const [low, high] = [levels[0], levels.at(-1)];
  if (low === undefined || high === undefined) return undefined;
  const heightOf = (loss: Exclude<SurfaceValue, null>) => {
    if (loss === 'overflow') return BANDS;
    const share = Math.log(Math.max(loss, low) / low) / Math.log(high / low);
    return BANDS * Math.min(1, share);
  };
  const heights: number[] = [];
  for (let index = 0; index < losses.length; index++) {
    const [row, column] = [Math.floor(index / points), index % points];
    let loss = losses[index] as SurfaceValue;
    for (let stride = 2; loss === null && stride < points; stride *= 2) {
      loss = losses[(row - (row % stride)) * points + column - (column % stride)] as SurfaceValue;
    }
    if (loss === null) return undefined;
    heights.push(heightOf(loss));
  }
  return heights;
}

const shade = (band: number, light = 1): string => {
  const [red, green, blue] = heatColor(0.18 + (0.78 * Math.min(band, BANDS - 1)) / (BANDS - 1));
  return `rgb(${Math.round(red * light)} ${Math.round(green * light)} ${Math.round(blue * light)})`;
};

const frame = (height: number, width: number): string =>
  element('rect', { width, height, fill: 'none', stroke: token('line'), 'stroke-dasharray': '4 4' });

/** y grows upwards. */
function contours(heights: readonly number[], points: number, range: number, side: number): string[] {
  const scale = side / (points - 1);
  const at = ([x, y]: readonly [number, number]) => `${rounded(x * scale)} ${rounded(side - y * scale)}`;
  const bands = Array.from({ length: BANDS - 1 }, (_, index) => {
    const rings = ringsAt(heights, points, index + 1);
    const d = rings.map((ring) => `M${ring.map(at).join('L')}Z`).join('');
    return element('path', {
      ...{ d, fill: shade(index + 1), 'fill-rule': 'evenodd', stroke: '#000', 'stroke-width': 0.5 },
      'stroke-opacity': 0.35,
    });
  });
  const middle = side / 2;
  const ticks = [-range, 0, range].map((value, index) =>
    textElement(formatRate(value).replace('-', '−'), {
      ...TICK,
      x: index * middle,
      y: side + 13,
      'text-anchor': (['start', 'middle', 'end'] as const)[index],
    }),
  );
  return [
    element('rect', { width: side, height: side, fill: shade(0) }),
    ...bands,
    element('path', {
      ...{ d: `M${middle - 5} ${middle}h10M${middle} ${middle - 5}v10`, fill: 'none' },
      ...{ stroke: '#fff', 'stroke-width': 1.5 },
    }),
    ...ticks,
  ];
}

/** How far it is tilted towards the viewer, and its height over its width. */
const TILT = (32 * Math.PI) / 180;
const TALL = 0.55;
/** A square that is turned fits into the picture. */
const ZOOM = 0.7;

function relief(heights: readonly number[], points: number, side: number, turn: number): string[] {
  const angle = (turn * Math.PI) / 180;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const projected = heights.map((height, index) => {
    const x = (2 * (index % points)) / (points - 1) - 1;
    const y = (2 * Math.floor(index / points)) / (points - 1) - 1;
    const depth = sine * x + cosine * y;
    const z = (TALL * height) / BANDS;
    return {
      x: side * (0.5 + (ZOOM / 2) * (cosine * x - sine * y)),
      y: side * (0.56 - (ZOOM / 2) * (depth * Math.sin(TILT) + z * 1.6 * Math.cos(TILT))),
      depth,
    };
  });
  const tiles: { depth: number; drawn: string }[] = [];
  for (let row = 0; row < points - 1; row++) {
    for (let column = 0; column < points - 1; column++) {
      const first = row * points + column;
      const corners = [first, first + 1, first + points + 1, first + points];
      const [a, b, c, d] = corners.map((index) => heights[index]!) as [number, number, number, number];
      // Light from the left: slopes that face it are bright.
      const slope = (cosine * (b + c - a - d) + sine * (c + d - a - b)) / 2;
      const light = Math.min(1.08, Math.max(0.72, 0.94 - 0.22 * slope));
      const fill = shade(Math.floor((a + b + c + d) / 4), light);
      const at = corners.map((index) => projected[index]!);
      tiles.push({
        depth: at.reduce((sum, { depth }) => sum + depth, 0),
        drawn: element('path', {
          ...{ d: `M${at.map(({ x, y }) => `${rounded(x)} ${rounded(y)}`).join('L')}Z`, fill },
          ...{ stroke: fill, 'stroke-width': 0.4 },
        }),
      });
    }
  }
  return tiles.sort((one, other) => other.depth - one.depth).map(({ drawn }) => drawn);
}

function legendOf(levels: readonly number[], width: number): string[] {
  const wide = Math.min(width, 360);
  const step = wide / BANDS;
  const bars = Array.from({ length: BANDS }, (_, band) =>
    element('rect', { x: band * step, y: 0, width: step + 0.3, height: 9, fill: shade(band) }),
  );
  const ticks = [0, Math.round(BANDS / 3), Math.round((2 * BANDS) / 3), BANDS].map((band, index) =>
    textElement(`${band === BANDS ? '≥ ' : ''}${formatRate(levels[band]!)}`, {
      ...TICK,
      x: band * step,
      y: 24,
      'text-anchor': index === 0 ? 'start' : index === 3 ? 'end' : 'middle',
    }),
  );
  const unit = textElement(t('surface.legend'), { ...TICK, x: wide + 12, y: 9 });
  return [...bars, ...ticks, unit];
}
