/** All runs on disk, newest first, updated by the training events. */
import { create } from 'zustand';
import type { BinEntry } from '../../core/contract/bin';
import type { RepairReport } from '../../core/contract/repair';
import { runColor } from '../../core/figures/colors';
import type { RunMetrics, RunRecord } from '../../core/study/run';
import { client, onEveryConnection } from './client';
import { messageOf } from './errors';
import { hasEnded, isBusy } from './trainingState';

export interface RunsState {
  state: 'unknown' | 'loading' | 'known' | 'failed';
  runs: readonly RunRecord[];
  error?: string;
}

const useRunsStore = create<RunsState>(() => ({ state: 'unknown', runs: [] }));

const LOOK_AGAIN_MS = 4000;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Runs that the host sends events about. */
const announced = new Set<string>();

/** Never throws. */
export async function refreshRuns(): Promise<void> {
  useRunsStore.setState((known) => ({ state: known.state === 'known' ? 'known' : 'loading' }));
  clearTimeout(timer);
  try {
    const runs = await client.runs.list();
    useRunsStore.setState({ state: 'known', runs, error: undefined });
    // No events come for what another process trains in this data folder.
    if (runs.some(({ id, state }) => isBusy(state) && !announced.has(id))) {
      clearTimeout(timer);
      timer = setTimeout(() => void refreshRuns(), LOOK_AGAIN_MS);
    }
  } catch (error) {
    useRunsStore.setState({ state: 'failed', error: messageOf(error) });
  }
}

/** Replaces the known record, or is added as the newest. */
export function runChanged(record: RunRecord): void {
  if (isBusy(record.state)) announced.add(record.id);
  else announced.delete(record.id);
  if (hasEnded(record.state)) metricsCache.delete(record.id);
  useRunsStore.setState(({ runs }) => {
    const index = runs.findIndex(({ id }) => id === record.id);
    return { runs: index < 0 ? [record, ...runs] : runs.with(index, record) };
  });
}

const keepLoaded = onEveryConnection(() => void refreshRuns());

/** Requests it at the first use and after every reconnection. */
export function useRuns(): RunsState {
  keepLoaded();
  return useRunsStore();
}

/** From a run to its color among all runs. */
export function useRunColor(): (run: RunRecord) => string {
  const { runs } = useRuns();
  return (run) => runColor(run, runs);
}

/**
 * Moves a run to the bin, or deletes it `forGood`.
 * @returns its entry in the bin.
 * @throws ORPCError REFUSED while it is trained.
 */
export async function removeRun(id: string, forGood = false): Promise<BinEntry | null> {
  const entry = await client.runs.remove({ id, forGood });
  metricsCache.delete(id);
  useRunsStore.setState(({ runs }) => ({ runs: runs.filter((run) => run.id !== id) }));
  return entry;
}

/** @throws ORPCError REFUSED while it is trained. */
export async function repair(id: string): Promise<RepairReport> {
  const report = await client.runs.repair({ id });
  metricsCache.delete(id);
  await refreshRuns();
  return report;
}

const metricsCache = new Map<string, Promise<RunMetrics>>();

/** Every step and epoch; those of an ended run are requested once. */
export function runMetrics(run: Pick<RunRecord, 'id' | 'state'>): Promise<RunMetrics> {
  const cached = metricsCache.get(run.id);
  if (cached) return cached;
  const metrics = client.runs.metrics({ id: run.id });
  if (hasEnded(run.state)) {
    metricsCache.set(run.id, metrics);
    metrics.catch(() => metricsCache.delete(run.id));
  }
  return metrics;
}
