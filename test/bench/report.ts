/** What the bench says: a table of medians and ratios, and what they were measured on. */
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Ready } from './protocol';

export interface Result {
  name: string;
  ready: Ready;
  ms: readonly number[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export const whole = (ms: number): string => `${Math.round(ms)}`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** The first result is the one that the others are compared with. */
export function table(results: readonly Result[]): string {
  const reference = median(results[0]?.ms ?? []);
  const rows = results.map(({ name, ms }) => [
    name,
    whole(median(ms)),
    `${whole(Math.min(...ms))} - ${whole(Math.max(...ms))}`,
    (median(ms) / reference).toFixed(2),
  ]);
  const header = ['contestant', 'ms per step, median', 'min - max', `times ${results[0]?.name ?? ''}`];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(['---', '---:', '---:', '---:']), ...rows.map(line)].join('\n');
}

/** Compile, load and the rest of a contestant's preparations. */
export function preparations({ name, ready }: Result): string {
  const parts = Object.entries(ready.times).map(([what, ms]) => `${what} ${seconds(ms)}`);
  return `${name}: ${parts.join(', ')}`;
}

/** Numbers of a busy machine are of little worth: how busy it is belongs to them. */
export function machine(): string {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${first?.model.trim() ?? 'unknown CPU'}, ${cpus().length} threads, ${memory}, ${platform()} ${release()}; load ${loadavg()[0]?.toFixed(1)} before the bench`;
}
