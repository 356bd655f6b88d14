/** Sizes in words, in powers of 1000, as disks and downloads count. */

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** 999 -> "999 B"; 1500000000 -> "1.5 GB"; 170498071 -> "170 MB" */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes;
  let unit = '';
  for (const next of UNITS) {
    if (value < 1000) break;
    value /= 1000;
    unit = next;
  }
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${unit}`;
}
