/** Times several ways to do one thing, in turns, so that a machine that is busy for a moment is so for all of them. */

export interface Turns {
  /** Runs of each that count; the one before them, which sets up kernels, does not. */
  repetitions: number;
  /** One whose first run took this many times as long as the fastest first run is run once more and no oftener. */
  hopeless: number;
}

const USUAL: Turns = { repetitions: 7, hopeless: 10 };

/** @param run milliseconds; one that throws has no time. */
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
      // It has no kernel for it.
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

/** The lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
