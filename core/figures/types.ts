import { appended } from './column';

export interface Point {
  x: number;
  y: number;
}

/** Points by columns, x ascending: a hundred thousand are cheap to keep and to extend (column.ts). */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** How much of `x` is 1 on the axis: for epochs their steps, which need no column of their own then. */
  readonly perX: number;
}

export const pointsOf = (list: readonly Point[]): Points => ({
  x: appended(
    new Float64Array(0),
    list.map(({ x }) => x),
  ),
  y: appended(
    new Float64Array(0),
    list.map(({ y }) => y),
  ),
  perX: 1,
});

export const NO_POINTS = pointsOf([]);

export const countOf = ({ y }: Points): number => y.length;

export const xAt = ({ x, perX }: Points, index: number): number => x[index]! / perX;

export const pointAt = (points: Points, index: number): Point => ({
  x: xAt(points, index),
  y: points.y[index]!,
});

export const listOf = (points: Points): Point[] =>
  Array.from({ length: countOf(points) }, (_, index) => pointAt(points, index));

/** The range behind a mean: lowest and highest value of several runs at each x of the mean. */
export interface Band {
  low: Float64Array;
  high: Float64Array;
}

export const bandOf = (list: readonly { low: number; high: number }[]): Band => ({
  low: Float64Array.from(list, ({ low }) => low),
  high: Float64Array.from(list, ({ high }) => high),
});

export interface Series {
  id: string;
  /** "ResNet-50 · seed 1". Lines of one label share a legend entry and a color. */
  label: string;
  /** "training" or "validation", in charts of both. */
  kind?: string;
  color: string;
  points: Points;
  dashed?: boolean;
  /** Mark every point. */
  dots?: boolean;
  /** The chart's smoothing applies; the raw curve stays behind. */
  smoothed?: boolean;
  band?: Band;
}

export interface Mark {
  x: number;
  label: string;
}
