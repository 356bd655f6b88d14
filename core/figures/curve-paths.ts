/** What is drawn for each curve of a chart, as paths of SVG. */
import { area, line } from 'd3-shape';
import type { Curve } from './curves';
import type { Scene } from './scene';
import type { BandPoint, Point } from './types';

export interface CurvePaths {
  curve: Curve;
  line: string;
  /** As measured, where the line is smoothed. */
  raw?: string;
  band?: string;
}

/** Pixels with more digits than this look the same. */
const DIGITS = 2;

export function curvePaths(scene: Scene): CurvePaths[] {
  const path = line<Point>()
    .digits(DIGITS)
    .defined(({ y }) => Number.isFinite(y))
    .x((point) => scene.x(point.x))
    .y((point) => scene.y(point.y));
  const bandPath = area<BandPoint>()
    .digits(DIGITS)
    .x((point) => scene.x(point.x))
    .y0((point) => scene.y(point.low))
    .y1((point) => scene.y(point.high));
  return scene.curves.map((curve) => ({
    curve,
    line: path(curve.line) ?? '',
    ...(curve.raw ? { raw: path(curve.raw) ?? '' } : {}),
    ...(curve.series.band ? { band: bandPath(curve.series.band) ?? '' } : {}),
  }));
}
