/** What the line chart draws. */

export interface Point {
  x: number;
  y: number;
}

/** Lowest and highest value of several runs at one place: the band behind a mean. */
export interface BandPoint {
  x: number;
  low: number;
  high: number;
}

export interface Series {
  id: string;
  /** Whose line it is: "ResNet-50 · seed 1". Lines of one label share a legend entry and a color. */
  label: string;
  /** What the line shows of it, where a chart has two kinds: "training", "validation". */
  kind?: string;
  color: string;
  points: readonly Point[];
  dashed?: boolean;
  /** Mark every point: for a handful of values, one an epoch. */
  dots?: boolean;
  /** Whether the chart's smoothing applies; the raw curve then stays behind. */
  smoothed?: boolean;
  band?: readonly BandPoint[];
}

/** A place on x that stands out. */
export interface Mark {
  x: number;
  label: string;
}
