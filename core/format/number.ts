/** Numbers as they are shown in the window, the terminal and messages. */
import { englishNumberFormat, numberFormat } from './intl';

/** 23608202 -> "23,608,202"; rounded to a whole number. */
export const formatCount = (value: number): string =>
  numberFormat({ maximumFractionDigits: 0 }).format(value);

export const formatCountInEnglish = (value: number): string =>
  englishNumberFormat({ maximumFractionDigits: 0 }).format(value);

/** (1.5, 2) -> "1.50"; a rounded minus zero is a zero. */
export const formatDecimals = (value: number, decimals: number): string =>
  fixed(decimals, { signDisplay: 'negative' }).format(value);

/** (5.21, 1) -> "+5.2"; (-0.01, 1) -> "0.0" */
export const formatSigned = (value: number, decimals: number): string =>
  fixed(decimals, { signDisplay: 'exceptZero' }).format(value);

/** (-2.117, 2) -> "-2.1": significant digits. */
export const formatDigits = (value: number, digits: number): string =>
  numberFormat({ maximumSignificantDigits: digits, useGrouping: false }).format(value);

const UNITS = [
  { size: 1e12, letter: 'T' },
  { size: 1e9, letter: 'G' },
  { size: 1e6, letter: 'M' },
  { size: 1e3, letter: 'k' },
];

const SMALLEST_P = 0.001;

/** A p-value: `0.063`, `< 0.001`; a dash where there is none. */
export function formatP(p: number | undefined): string {
  if (p === undefined) return '–';
  return p < SMALLEST_P ? `< ${formatDigits(SMALLEST_P, 1)}` : formatDigits(p, 2);
}

/** 23608202 -> "23.6 M", 4.089e9 -> "4.09 G"; every digit below ten thousand. */
export function formatCompact(count: number): string {
  if (count < 9_999.5) return formatCount(count);
  // 999,600 would be "1,000 k": the unit is chosen by the rounded number.
  const { size, letter } = UNITS.find((unit) => count >= unit.size * 0.9995)!;
  return `${numberFormat({ minimumSignificantDigits: 3, maximumSignificantDigits: 3 }).format(count / size)} ${letter}`;
}

/** 0.6721 -> "67.2%" */
export const formatPercent = (share: number, decimals = 1): string =>
  fixed(decimals, { style: 'percent' }).format(share);

/** With no more digits than needed: 0.1 -> "10%", 0.125 -> "12.5%" */
export const formatShare = (share: number): string =>
  numberFormat({ style: 'percent', maximumSignificantDigits: 6 }).format(share);

/** A loss: "1.842", or "3.21e-5" if three decimals would not do. */
export function formatLoss(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e4 || Math.abs(value) < 5e-4)) return value.toExponential(2);
  return formatDecimals(value, 3);
}

/** Three significant digits: "0.1", "0.00316", "3.2e-7" */
export function formatRate(rate: number): string {
  const short = Number(rate.toPrecision(3));
  return short !== 0 && (Math.abs(short) < 1e-4 || Math.abs(short) >= 1e5)
    ? short.toExponential().replace('e+', 'e')
    : numberFormat({ maximumSignificantDigits: 3, useGrouping: false }).format(short);
}

const fixed = (decimals: number, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  numberFormat({ ...options, minimumFractionDigits: decimals, maximumFractionDigits: decimals });
