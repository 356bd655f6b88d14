/** Sizes in powers of 1000, as disks and downloads count. */
import { numberFormat } from './intl';

const UNITS = [
  { size: 1e12, unit: 'terabyte' },
  { size: 1e9, unit: 'gigabyte' },
  { size: 1e6, unit: 'megabyte' },
  { size: 1e3, unit: 'kilobyte' },
];

/** 999 -> "999 bytes"; 1500000000 -> "1.5 GB"; 170498071 -> "170 MB" */
export const formatBytes = (bytes: number): string => format(bytes, '');

/** 3100000 -> "3.1 MB/s" */
export const formatBytesPerSecond = (speed: number): string => format(speed, '-per-second');

function format(bytes: number, per: '' | '-per-second'): string {
  const unitFormat = (unit: string, decimals: number) =>
    numberFormat({
      style: 'unit',
      unit: unit + per,
      unitDisplay: unit === 'byte' && per === '' ? 'long' : 'short',
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
  // 999,960 bytes would be "1000 kB": the unit is chosen by the rounded number.
  const found = UNITS.find(({ size }) => bytes >= size * 0.9995);
  if (!found || bytes < 1000) return unitFormat('byte', 0).format(bytes);
  const value = bytes / found.size;
  return unitFormat(found.unit, value >= 99.95 ? 0 : 1).format(value);
}
