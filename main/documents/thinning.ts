/** Which versions of a document to keep: fewer, the older they are. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds: versions up to this age are this far apart. */
const STEPS: readonly { age: number; apart: number }[] = [
  { age: HOUR, apart: 5 * MINUTE },
  { age: DAY, apart: HOUR },
  { age: 30 * DAY, apart: DAY },
  { age: Number.POSITIVE_INFINITY, apart: 30 * DAY },
];

/** Milliseconds between automatic versions. */
export const VERSION_EVERY = STEPS[0]!.apart;

/**
 * The newest version of each span is kept: five minutes in the last hour, an hour in the last day, a day in the last 30 days,
 * then 30 days. Spans follow the clock, so that later calls keep the same versions.
 * @param times milliseconds since 1970, in any order
 * @returns the versions to delete
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
