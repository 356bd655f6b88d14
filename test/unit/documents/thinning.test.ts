import { thinned } from '../../../main/documents/thinning';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const start = Date.parse('2026-01-01T00:00:00Z');

/** A person who edits every minute, day and night; each minute is a version if the rule keeps it. */
function keptAfter(length: number): number[] {
  let kept: number[] = [];
  for (let time = start; time <= start + length; time += MINUTE) {
    kept.push(time);
    const gone = new Set(thinned(kept, time));
    kept = kept.filter((one) => !gone.has(one));
  }
  return kept;
}

test('after a day: twelve or so of the last hour, then one an hour', () => {
  const end = start + DAY;
  const ages = keptAfter(DAY).map((time) => end - time);
  expect(ages.filter((age) => age <= HOUR)).toHaveLength(13);
  const hours = ages.filter((age) => age > HOUR);
  expect(hours.map((age) => Math.floor(age / HOUR))).toEqual([...Array(23).keys()].map((hour) => 23 - hour));
});

test('days, then months, and the oldest stays', () => {
  const end = start + 100 * DAY;
  const times = Array.from({ length: 100 * 24 }, (_, hour) => start + hour * HOUR);
  const gone = new Set(thinned(times, end));
  const kept = times.filter((time) => !gone.has(time)).map((time) => Math.ceil((end - time) / DAY));
  const days = kept.filter((age) => age <= 30 && age > 1);
  expect(days).toEqual([...new Set(days)]);
  expect(days).toHaveLength(29);
  expect(kept.filter((age) => age > 30).length).toBeGreaterThanOrEqual(2);
  expect(kept.length).toBeLessThan(60);
});

test('what was kept once is not pushed out by the next', () => {
  const now = start + 10 * DAY;
  const times = [now - 3 * DAY, now - 2 * DAY, now - 5 * HOUR, now - 10 * MINUTE];
  expect(thinned(times, now)).toEqual([]);
  expect(thinned([...times, now], now)).toEqual([]);
});
