/** Which versions of a document are kept: the older they are, the fewer. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Versions up to this age are this far apart; both in milliseconds. */
const STEPS: readonly { age: number; apart: number }[] = [
  { age: HOUR, apart: 5 * MINUTE },
  { age: DAY, apart: HOUR },
  { age: 30 * DAY, apart: DAY },
  { age: Number.POSITIVE_INFINITY, apart: 30 * DAY },
];

/** Milliseconds between automatic versions. */
export const VERSION_EVERY = STEPS[0]!.apart;

/**
 * In each span (five minutes of the last hour, an hour of the last day, a day of the last 30 days, then 30 days) the newest
 * is kept. Spans are those of the clock, so a version that was kept once is not pushed out by the next.
 *
 * @param times when the versions were saved, in milliseconds since 1970, in any order.
 * @returns those to be deleted.
 */
export function thinned(times: readonly number[], now: number): number[] {
  const taken = new Set<string>();
  return [...times]
    .sort((a, b) => b - a)
    .filter((time) => {
      const { apart } = STEPS.find(({ age }) => now - time <= age)!;
      const span = `${apart}:${Math.floor(time / apart)}`;
      const isTaken = taken.has(span);
      taken.add(span);
      return isTaken;
    });
}
