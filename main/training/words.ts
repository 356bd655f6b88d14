/** Spans of time for a person: `45 seconds`, `20 minutes`. */
import { plural } from '../../core/plural';

export function durationWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return plural(seconds, 'second');
  return plural(Math.round(seconds / 60), 'minute');
}
