import type { FaultLog } from './errors';

const WINDOW_MS = 60_000;
const MOST_LINES = 20;
const LONGEST = 4000;

/** Limits a log to 20 messages a minute of 4,000 characters, so that no peer can flood it. */
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
