import type { Place, SizedPlace, SizesReport } from '../../../core/contract/report';

/** Most points of a scatter plot. */
const MOST_POINTS = 2000;
/** Bins of aspect ratios per octave. */
const PER_OCTAVE = 3;

type Varied = Extract<SizesReport, { kind: 'varied' }>;

export class Sizes {
  readonly #pairs = new Map<string, { width: number; height: number; count: number }>();
  #extremes: Pick<Varied, 'smallest' | 'largest' | 'narrowest' | 'widest'> | undefined;

  add(place: Place, width: number, height: number): void {
    const key = `${width} ${height}`;
    const known = this.#pairs.get(key);
    if (known) known.count++;
    else this.#pairs.set(key, { width, height, count: 1 });
    const one: SizedPlace = { ...place, width, height };
    const extremes = this.#extremes;
    if (!extremes) {
      this.#extremes = { smallest: one, largest: one, narrowest: one, widest: one };
      return;
    }
    const pixels = width * height;
    const aspect = width / height;
    if (pixels < extremes.smallest.width * extremes.smallest.height) extremes.smallest = one;
    if (pixels > extremes.largest.width * extremes.largest.height) extremes.largest = one;
    if (aspect < extremes.narrowest.width / extremes.narrowest.height) extremes.narrowest = one;
    if (aspect > extremes.widest.width / extremes.widest.height) extremes.widest = one;
  }

  /** @param equal size to report if no image was added */
  report(equal: { width: number; height: number }): SizesReport {
    const pairs = [...this.#pairs.values()];
    const [first] = pairs;
    if (!first || !this.#extremes) return { kind: 'equal', ...equal };
    if (pairs.length === 1) return { kind: 'equal', width: first.width, height: first.height };
    return {
      kind: 'varied',
      distinct: pairs.length,
      ...binned(pairs),
      medianWidth: median(pairs.map(({ width, count }) => [width, count])),
      medianHeight: median(pairs.map(({ height, count }) => [height, count])),
      aspects: aspectsOf(pairs),
      ...this.#extremes,
    };
  }
}

type Pairs = Varied['points'];

function binned(pairs: Pairs): { bin: number; points: Pairs } {
  for (let bin = 1; ; bin *= 2) {
    const bins = new Map<string, Pairs[number] & { most: number }>();
    for (const { width, height, count } of pairs) {
      const key = `${Math.floor(width / bin)} ${Math.floor(height / bin)}`;
      const known = bins.get(key);
      if (!known) bins.set(key, { width, height, count, most: count });
      else {
        known.count += count;
        if (count > known.most) Object.assign(known, { width, height, most: count });
      }
    }
    if (bins.size <= MOST_POINTS) {
      return { bin, points: [...bins.values()].map(({ most: _, ...point }) => point) };
    }
  }
}

/** The lower of two middle values. */
function median(values: [value: number, count: number][]): number {
  const all = values.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [value, count] of values.sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= all / 2) return value;
  }
  return 0;
}

function aspectsOf(pairs: Pairs): Varied['aspects'] {
  const binOf = ({ width, height }: Pairs[number]) => Math.round(PER_OCTAVE * Math.log2(width / height));
  const low = Math.min(...pairs.map(binOf));
  const high = Math.max(...pairs.map(binOf));
  const edge = (bin: number) => 2 ** ((bin - 0.5) / PER_OCTAVE);
  const bins = Array.from({ length: high - low + 1 }, (_, i) => ({
    from: edge(low + i),
    to: edge(low + i + 1),
    count: 0,
  }));
  for (const pair of pairs) bins[binOf(pair) - low]!.count += pair.count;
  return bins;
}
