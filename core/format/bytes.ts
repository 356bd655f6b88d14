/** Sizes in powers of 1000, as disks and downloads count. */
import { type Message, message, textOf } from '../messages';

const UNITS = [
  { size: 1e12, key: 'format.size.TB' },
  { size: 1e9, key: 'format.size.GB' },
  { size: 1e6, key: 'format.size.MB' },
  { size: 1e3, key: 'format.size.kB' },
] as const;

export function sizeMessage(bytes: number): Message {
  // 999,960 bytes would be "1000 kB": the unit is chosen by the rounded number.
  const unit = UNITS.find(({ size }) => bytes >= 1000 && bytes >= size * 0.9995);
  if (!unit) return message('format.size.bytes', { value: Math.round(bytes) });
  const value = bytes / unit.size;
  return message(unit.key, { value, digits: value >= 99.95 ? 'none' : 'one' });
}

export const speedMessage = (bytesPerSecond: number): Message =>
  message('format.speed', { size: sizeMessage(bytesPerSecond) });

/** 999 -> "999 bytes"; 1500000000 -> "1.5 GB"; 170498071 -> "170 MB" */
export const formatBytes = (bytes: number): string => textOf(sizeMessage(bytes));

/** 3100000 -> "3.1 MB/s" */
export const formatBytesPerSecond = (speed: number): string => textOf(speedMessage(speed));
