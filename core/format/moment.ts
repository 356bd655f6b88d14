import { dateFormat } from './intl';

/** ISO 8601 -> "Nov 23, 21:58", in the time zone of this machine. */
export const formatMoment = (iso: string): string =>
  dateFormat({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(iso),
  );

/** ISO 8601 -> "November 23, 2026", in UTC, so that it is the same on every machine. */
export const formatDay = (iso: string): string =>
  dateFormat({ dateStyle: 'long', timeZone: 'UTC' }).format(new Date(iso));
