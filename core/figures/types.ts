export interface Point {
  x: number;
  y: number;
}

/** The band behind a mean: lowest and highest value of several runs. */
export interface BandPoint {
  x: number;
  low: number;
  high: number;
}

export interface Series {
  id: string;
  /** "ResNet-50 · seed 1". Lines of one label share a legend entry and a color. */
  label: string;
  /** "training" or "validation", in charts of both. */
  kind?: string;
  color: string;
  points: readonly Point[];
  dashed?: boolean;
  /** Mark every point. */
  dots?: boolean;
  /** The chart's smoothing applies; the raw curve stays behind. */
  smoothed?: boolean;
  band?: readonly BandPoint[];
}

export interface Mark {
  x: number;
  label: string;
}
