/** A chart of curves as a picture of its own: what LineChart draws in the window, with its legend and the names of its axes. */
import type { ChartX, Domain } from './axis';
import { token } from './colors';
import { curvePaths } from './curve-paths';
import { type Better, bestOf } from './curves';
import { layoutScene, type Scene, type ValueUnit } from './scene';
import { element, picture, textElement, textWidth } from './svg';
import { pointAt, type Series } from './types';

export interface ChartOptions {
  /** Unique among the pictures of a page. */
  id: string;
  title: string;
  series: readonly Series[];
  unit: ValueUnit;
  xUnit: ChartX;
  /** Below the axis: "Epoch". */
  xName: string;
  xEnd?: number | undefined;
  /** Values that the axis shows too. */
  shows?: readonly number[];
  smoothing?: number;
  /** The part of x that is shown; absent: all. */
  view?: Domain | undefined;
  logX?: boolean;
  logY?: boolean;
  /** The best point of each curve is marked. */
  better?: Better | undefined;
  width?: number;
  /** Without title and legend. */
  height?: number;
}

const TITLE = 26;
const LEGEND_ROW = 18;
const X_NAME = 18;
const TEXT = 12;
const TICK = { fill: token('muted'), 'font-size': 11 };

export function chartPicture(options: ChartOptions): string {
  const {
    id,
    title,
    series,
    unit,
    xUnit,
    xName,
    xEnd,
    shows,
    smoothing = 0,
    view,
    logX,
    logY,
    better,
    width = 400,
    height = 230,
  } = options;
  const scene = layoutScene({
    ...{ series, width, height, smoothing, xUnit, unit, xEnd, shows, view, logX, logY },
  });
  const legend = legendOf(series, width);
  const top = TITLE + legend.rows * LEGEND_ROW + 4;
  const { plot } = scene;
  return picture(
    { width, height: top + height + X_NAME, label: title },
    textElement(title, { x: 0, y: 14, fill: token('text'), 'font-size': 13, 'font-weight': 600 }),
    element('g', { transform: `translate(0 ${TITLE})` }, ...legend.marks),
    element('g', { transform: `translate(0 ${top})` }, ...axes(scene, height), clipped(id, scene, better)),
    textElement(xName, {
      ...TICK,
      x: (plot.left + plot.right) / 2,
      y: top + height + 11,
      'text-anchor': 'middle',
    }),
  );
}

function axes({ plot, xTicks, yTicks }: Scene, height: number): string[] {
  return [
    ...yTicks.flatMap(({ at, label }) => [
      element('line', { x1: plot.left, x2: plot.right, y1: at, y2: at, stroke: token('line') }),
      textElement(label, { ...TICK, x: plot.left - 8, y: at + 4, 'text-anchor': 'end' }),
    ]),
    ...xTicks.map(({ at, label }) =>
      textElement(label, { ...TICK, x: at, y: height - 5, 'text-anchor': 'middle' }),
    ),
  ];
}

function clipped(id: string, scene: Scene, better: Better | undefined): string {
  const { left, right, top, bottom } = scene.plot;
  const clip = `${id}-plot`;
  return [
    element(
      'clipPath',
      { id: clip },
      element('rect', { x: left - 4, y: top - 4, width: right - left + 8, height: bottom - top + 8 }),
    ),
    element('g', { 'clip-path': `url(#${clip})` }, ...curves(scene), ...bestMarks(scene, better)),
  ].join('');
}

function curves(scene: Scene): string[] {
  return curvePaths(scene).map(({ curve: { series, all, line: indices }, line, raw, band }) => {
    const { color, dashed } = series;
    return element(
      'g',
      { stroke: color, fill: 'none', 'stroke-linejoin': 'round' },
      ...(band ? [element('path', { d: band, fill: color, stroke: 'none', opacity: 0.16 })] : []),
      ...(raw ? [element('path', { d: raw, 'stroke-width': 1, opacity: 0.26 })] : []),
      element('path', { d: line, 'stroke-width': 2, 'stroke-dasharray': dashed ? '5 4' : undefined }),
      ...(series.dots
        ? indices
            .map((index) => pointAt(all, index))
            .map(({ x, y }) =>
              element('circle', { cx: scene.x(x), cy: scene.y(y), r: 2.75, fill: color, stroke: 'none' }),
            )
        : []),
    );
  });
}

function bestMarks(scene: Scene, better: Better | undefined): string[] {
  return scene.curves.flatMap(({ series }) => {
    const best = better && bestOf(series, better);
    if (!best) return [];
    return element('circle', {
      ...{ cx: scene.x(best.x), cy: scene.y(best.y), r: 4.5 },
      ...{ fill: token('panel'), stroke: series.color, 'stroke-width': 2 },
    });
  });
}

const SWATCH = 22;
const GAP = 16;

function legendOf(series: readonly Series[], width: number): { rows: number; marks: string[] } {
  let [x, row] = [0, 0];
  const marks = series.flatMap(({ label, color, dashed }) => {
    const wide = SWATCH + textWidth(label, TEXT);
    if (x > 0 && x + wide > width) [x, row] = [0, row + 1];
    const y = row * LEGEND_ROW + 8;
    const at = x;
    x += wide + GAP;
    return [
      element('line', {
        ...{ x1: at, x2: at + 16, y1: y, y2: y, stroke: color, 'stroke-width': 2.5 },
        'stroke-dasharray': dashed ? '5 4' : undefined,
      }),
      textElement(label, { x: at + SWATCH, y: y + 4, fill: token('text'), 'font-size': TEXT }),
    ];
  });
  return { rows: series.length === 0 ? 0 : row + 1, marks };
}
