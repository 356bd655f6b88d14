/** A log that a hostile or broken peer cannot flood. */
import type { FaultLog } from './errors';

const WINDOW_MS = 60_000;
const MOST_LINES = 20;
const LONGEST = 4000;

/** Passes on at most 20 messages a minute, each cut at 4,000 characters, and then says how many it left out. */
export function calmLog(log: FaultLog, now: () => number = Date.now): FaultLog {
  let since = Number.NEGATIVE_INFINITY;
  let count = 0;
  return (message) => {
    if (now() - since >= WINDOW_MS) {
      if (count > MOST_LINES) log(`${count - MOST_LINES} more messages in that minute were left out.`);
      since = now();
      count = 0;
    }
    count++;
    if (count > MOST_LINES) return;
    log(message.length > LONGEST ? `${message.slice(0, LONGEST)} ...` : message);
    if (count === MOST_LINES) log('More messages of the next minute are left out.');
  };
}
