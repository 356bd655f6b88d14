import { dateFormat } from './intl';

/** ISO 8601 -> "Nov 23, 21:58", in the time zone of this machine. */
export const formatMoment = (iso: string): string =>
  dateFormat({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(iso),
  );
