/** Spans of time, in the window, the terminal and messages alike. */
import { numberFormat } from './intl';

/** 0.21 -> "0.21s"; 4.04 -> "4.0s"; 41 -> "41s"; 72 -> "1m 12s"; 7500 -> "2h 5m" */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.995) return unit(seconds, 'second', 2);
  const whole = Math.round(seconds);
  if (whole < 60) return unit(seconds, 'second', seconds < 9.95 ? 1 : 0);
  if (whole < 3600) return both(Math.floor(whole / 60), 'minute', whole % 60, 'second');
  const minutes = Math.round(seconds / 60);
  return both(Math.floor(minutes / 60), 'hour', minutes % 60, 'minute');
}

/** In whole seconds: 0 -> "0s"; 5 -> "5s"; 120 -> "2m" */
export function formatWholeSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? unit(whole, 'second') : formatSeconds(whole);
}

/** Time that is left: 5.3 -> "6s"; 95 -> "1m 35s" */
export const formatSecondsLeft = (seconds: number): string =>
  formatWholeSeconds(Math.max(0, Math.ceil(seconds)));

const unit = (value: number, name: string, decimals = 0): string =>
  numberFormat({
    style: 'unit',
    unit: name,
    unitDisplay: 'narrow',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);

const both = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? unit(large, largeUnit) : `${unit(large, largeUnit)} ${unit(small, smallUnit)}`;
