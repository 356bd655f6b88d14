/** Numbers as the views write them: units always, thousands grouped. */
import { formatSeconds } from '../../core/format/duration';
import { grouped } from '../../core/format/plural';

/** 23608202 -> "23,608,202"; rounded. */
export const formatCount = (value: number): string => grouped(Math.round(value));

/** 23608202 -> "23.6 M"; below ten thousand every digit. */
export function formatShort(value: number): string {
  const units: readonly [number, string][] = [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ];
  for (const [least, unit] of units) {
    if (Math.abs(value) < least) continue;
    const divisor = unit === 'k' ? 1e3 : least;
    return `${(value / divisor).toFixed(1)} ${unit}`;
  }
  return formatCount(value);
}

/** 0.6721 -> "67.2 %". */
export const formatPercent = (share: number, decimals = 1): string => `${(100 * share).toFixed(decimals)} %`;

/** A loss: three decimals, and powers of ten where these would say nothing. */
export function formatLoss(value: number): string {
  if (value === 0) return '0.000';
  return Math.abs(value) >= 1e4 || Math.abs(value) < 5e-4 ? value.toExponential(2) : value.toFixed(3);
}

/** Time as a tick of an axis, in whole seconds: "0", "5 s", "2 min", "1 h 30 min". */
export function formatTimeTick(seconds: number): string {
  if (seconds === 0) return '0';
  return seconds < 60 ? `${Math.round(seconds)} s` : formatSeconds(seconds);
}

/** [32, 32, 3] -> "32 × 32 × 3". */
export const formatShape = (shape: readonly number[]): string => shape.join(' × ');

const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** ISO 8601 -> "23 Nov, 21:58", in the time of this machine. */
export const formatMoment = (iso: string): string => moment.format(new Date(iso));

/** A learning rate: three telling digits, "0.1", "0.00316", "3.2e-7". */
export function formatRate(rate: number): string {
  if (rate === 0) return '0';
  const short = Number(rate.toPrecision(3));
  return Math.abs(short) < 1e-4 || Math.abs(short) >= 1e5
    ? short.toExponential().replace('e+', 'e')
    : String(short);
}
