/** Times several variants in turns, so that a busy moment affects all of them. */

export interface Turns {
  /** Counted runs of each, after one for warm-up. */
  repetitions: number;
  /** A variant whose first run is this many times slower than the fastest runs only once more. */
  hopeless: number;
}

const USUAL: Turns = { repetitions: 7, hopeless: 10 };

/** @param run milliseconds; a way that throws is left out. */
export async function timedInTurns<Way>(
  ways: readonly Way[],
  run: (way: Way) => Promise<number>,
  { repetitions, hopeless }: Turns = USUAL,
): Promise<Map<Way, number[]>> {
  const first = new Map<Way, number>();
  for (const way of ways) {
    try {
      first.set(way, await run(way));
    } catch {
      // No kernel.
    }
  }
  const least = Math.min(...first.values());
  const times = new Map<Way, number[]>([...first.keys()].map((way) => [way, []]));
  for (let turn = 0; turn < repetitions; turn++) {
    for (const [way, all] of times) {
      if (turn > 0 && first.get(way)! > hopeless * least) continue;
      all.push(await run(way));
    }
  }
  return times;
}

/** The lower of two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
