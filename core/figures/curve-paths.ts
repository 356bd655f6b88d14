/** What is drawn for each curve of a chart, as paths of SVG. */
import { area, line } from 'd3-shape';
import type { Curve } from './curves';
import type { Scene } from './scene';
import { type Points, xAt } from './types';

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
  const path = (points: Points, indices: readonly number[]): string =>
    line<number>()
      .digits(DIGITS)
      .defined((index) => Number.isFinite(scene.y(points.y[index]!)))
      .x((index) => scene.x(xAt(points, index)))
      .y((index) => scene.y(points.y[index]!))(indices) ?? '';
  return scene.curves.map((curve) => {
    const { series, all, band } = curve;
    const { low, high } = series.band ?? {};
    const bandPath = area<number>()
      .digits(DIGITS)
      .x((index) => scene.x(xAt(all, index)))
      .y0((index) => scene.y(low![index]!))
      .y1((index) => scene.y(high![index]!));
    return {
      curve,
      line: path(all, curve.line),
      ...(curve.raw ? { raw: path(series.points, curve.raw) } : {}),
      ...(band && low && high ? { band: bandPath(band) ?? '' } : {}),
    };
  });
}
