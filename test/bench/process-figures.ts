/** What Linux tells about a process; elsewhere nothing, and the report leaves it out. */
import { readFileSync } from 'node:fs';

/** Clock ticks per second, as Linux has them on every platform that TensorFlow runs on. */
const TICKS = 100;

function read(pid: number | undefined, file: string): string | undefined {
  if (pid === undefined) return undefined;
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** User and system time of all threads, and of child processes that have ended. */
export function cpuMilliseconds(pid: number | undefined): number | undefined {
  // The program's name, in parentheses, may hold spaces.
  const fields = read(pid, 'stat')?.split(') ').at(-1)?.split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields?.[field]), 0);
  return Number.isFinite(ticks) ? (ticks * 1000) / TICKS : undefined;
}

const mebibytes = (pid: number | undefined, field: string): number | undefined => {
  const match = read(pid, 'status')?.match(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm'));
  return match ? Number(match[1]) / 1024 : undefined;
};

/** VmHWM: the largest resident set that the process ever had. */
export const peakMebibytes = (pid: number | undefined): number | undefined => mebibytes(pid, 'VmHWM');

/** VmRSS: the resident set now. */
export const residentMebibytes = (pid: number | undefined): number | undefined => mebibytes(pid, 'VmRSS');
