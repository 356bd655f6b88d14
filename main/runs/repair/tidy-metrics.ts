/**
 * Restores the order of metrics.jsonl. Two processes that wrote it at once leave rows that are repeated, out of order
 * or torn. Every whole row is kept.
 */

import { z } from 'zod';
import { type Message, message } from '../../../core/messages';
import {
  diagnosticsSchema,
  type EpochMetrics,
  epochMetricsSchema,
  type RunMetrics,
  stepMetricsSchema,
} from '../../../core/study/run';
import { parseJson } from '../../disk/json';

export const lineSchema = z.discriminatedUnion('type', [
  stepMetricsSchema,
  epochMetricsSchema,
  diagnosticsSchema,
]);
export type Metric = z.infer<typeof lineSchema>;

export interface MetricsFaults {
  doubled: number;
  /** Repeated rows whose values differ. */
  differing: number;
  disordered: number;
  torn: number;
}

export interface TidyMetrics extends Required<Omit<RunMetrics, 'faults'>> {
  /** Without line ends. */
  lines: string[];
  found: MetricsFaults;
}

interface Row {
  line: string;
  /** Absent for unknown lines, which stay after the row they follow. */
  metric?: Metric;
}

export function tidyMetrics(text: string): TidyMetrics {
  const found: MetricsFaults = { doubled: 0, differing: 0, disordered: 0, torn: 0 };
  const lines = text.split('\n');
  const rows = lines.flatMap((line, index) => rowsIn(line, index === lines.length - 1, found));
  const kept = lastOfEach(rows, found);
  const sorted = inOrder(kept, found);
  const metrics = sorted.flatMap(({ metric }) => metric ?? []);
  return {
    lines: sorted.map(({ line }) => line),
    steps: metrics.filter((one) => one.type === 'step'),
    epochs: metrics.filter((one) => one.type === 'epoch'),
    diagnostics: metrics.filter((one) => one.type === 'diagnostics'),
    found,
  };
}

/** The whole rows in a line that begins with a torn one. */
function rowsIn(line: string, isLast: boolean, found: MetricsFaults): Row[] {
  if (line === '') return [];
  const json = parseJson(line);
  if (json !== undefined) return [rowOf(line, json)];
  const whole = line.split(/(?=\{"type":)/).flatMap((piece) => {
    const inner = parseJson(piece);
    return inner === undefined ? [] : [rowOf(piece, inner)];
  });
  // A torn last line without a line end is normal after a kill.
  if (!isLast || whole.length > 0) found.torn++;
  return whole;
}

function rowOf(line: string, json: unknown): Row {
  const { success, data } = lineSchema.safeParse(json);
  return success ? { line, metric: data } : { line };
}

const keyOf = (metric: Metric): string =>
  metric.type === 'epoch' ? `epoch ${metric.epoch}` : `${metric.type} ${metric.step}`;

/** The later row wins, like the later checkpoint. */
function lastOfEach(rows: readonly Row[], found: MetricsFaults): Row[] {
  const places = new Map<string, number>();
  const kept: Row[] = [];
  for (const row of rows) {
    const key = row.metric && keyOf(row.metric);
    const place = key === undefined ? undefined : places.get(key);
    if (place === undefined) {
      if (key !== undefined) places.set(key, kept.length);
      kept.push(row);
      continue;
    }
    found.doubled++;
    if (withoutTimes(kept[place]?.metric) !== withoutTimes(row.metric)) found.differing++;
    kept[place] = row;
  }
  return kept;
}

/** Equal for two trainings of the same run on a CPU. */
const withoutTimes = (metric: Metric | undefined): string =>
  JSON.stringify(metric, (key, value) =>
    key === 'seconds' || key === 'imagesPerSecond' ? undefined : value,
  );

const RANK = { step: 0, diagnostics: 1, epoch: 2 } as const;

function inOrder(rows: readonly Row[], found: MetricsFaults): Row[] {
  const lastSteps = new Map<number, number>();
  for (const { metric } of rows) {
    if (metric?.type === 'step')
      lastSteps.set(metric.epoch, Math.max(metric.step, lastSteps.get(metric.epoch) ?? 0));
  }
  // An epoch without steps goes by its number.
  let reached = 0;
  const ends = new Map<number, number>();
  for (const epoch of rows
    .flatMap(({ metric }) => (metric?.type === 'epoch' ? [metric.epoch] : []))
    .sort((a, b) => a - b)) {
    reached = Math.max(reached, lastSteps.get(epoch) ?? 0);
    ends.set(epoch, reached);
  }
  let place: readonly [step: number, rank: number, epoch: number] = [0, 0, 0];
  const placed = rows.map((row) => {
    const { metric } = row;
    if (metric) {
      const step = metric.type === 'epoch' ? (ends.get(metric.epoch) ?? 0) : metric.step;
      const next = [step, RANK[metric.type], metric.epoch] as const;
      if (compare(next, place) < 0) found.disordered++;
      place = next;
    }
    return { row, place };
  });
  if (found.disordered === 0) return [...rows];
  return placed.sort((a, b) => compare(a.place, b.place)).map(({ row }) => row);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Empty for a file without faults. */
export function faultWords({ doubled, differing, disordered, torn }: MetricsFaults): Message[] {
  const faults = [
    doubled > 0 &&
      (differing > 0
        ? message('runs.repair.differing', { count: doubled, differing })
        : message('runs.repair.doubled', { count: doubled })),
    disordered > 0 && message('runs.repair.disordered', { count: disordered }),
    torn > 0 && message('runs.repair.torn', { count: torn }),
  ];
  return faults.filter((fault) => fault !== false);
}

/** Missing epochs from 1 to `upTo`. */
export function missingEpochs(epochs: readonly EpochMetrics[], upTo: number): number[] {
  const there = new Set(epochs.map(({ epoch }) => epoch));
  return Array.from({ length: upTo }, (_, index) => index + 1).filter((epoch) => !there.has(epoch));
}
