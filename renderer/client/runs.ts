/** All runs on disk, newest first, updated by the training events. */
import { useEffect } from 'react';
import { create } from 'zustand';
import { shallow } from 'zustand/shallow';
import type { AnnotationChanges, AnnotationsEvent } from '../../core/contract/annotations';
import type { BinEntry } from '../../core/contract/bin';
import type { RepairReport } from '../../core/contract/repair';
import { runColor } from '../../core/figures/colors';
import { annotated } from '../../core/study/annotations';
import type { RunMetrics, RunRecord } from '../../core/study/run';
import { client } from './client';
import { messageOf } from './errors';
import { keepSubscribed } from './stream';
import { hasEnded, isBusy } from './trainingState';

export interface RunsState {
  state: 'unknown' | 'loading' | 'known' | 'failed';
  runs: readonly RunRecord[];
  error?: string;
}

const useRunsStore = create<RunsState>(() => ({ state: 'unknown', runs: [] }));

const LOOK_AGAIN_MS = 4000;
/** With very many runs, looking takes no larger part of the time than one in this. */
const REST = 20;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Views on the screen that show all runs. */
let watching = 0;
/** Runs that the host sends events about. */
const announced = new Set<string>();

/** What the host last sent of each run, so that it sends only what has changed: thousands of epochs are megabytes. */
const digests = new Map<string, string>();

let underWay: Promise<void> | undefined;
let next: Promise<void> | undefined;

/** Those who ask while the list is on its way share the one after it. Never throws. */
export function refreshRuns(): Promise<void> {
  if (underWay) {
    next ??= underWay.then(() => {
      next = undefined;
      return refreshRuns();
    });
    return next;
  }
  underWay = listRuns().finally(() => {
    underWay = undefined;
  });
  return underWay;
}

async function listRuns(): Promise<void> {
  show({ state: useRunsStore.getState().state === 'known' ? 'known' : 'loading' });
  clearTimeout(timer);
  const began = performance.now();
  try {
    const { ids, changed } = await client.runs.changes({ known: Object.fromEntries(digests) });
    const news = new Map(changed.map(({ run }) => [run.id, run]));
    const known = useRunsStore.getState().runs;
    const before = new Map(known.map((run) => [run.id, run]));
    const runs = ids.flatMap((id) => news.get(id) ?? before.get(id) ?? []);
    for (const id of digests.keys()) if (!before.has(id)) digests.delete(id);
    for (const { digest, run } of changed) digests.set(run.id, digest);
    const isSame = runs.length === known.length && runs.every((run, index) => run === known[index]);
    show({ state: 'known', error: undefined, ...(isSame ? {} : { runs }) });
    // No events come for what another process trains in this data folder.
    if (isWatched() || runs.some(({ id, state }) => isBusy(state) && !announced.has(id))) {
      clearTimeout(timer);
      const wait = Math.max(LOOK_AGAIN_MS, REST * (performance.now() - began));
      timer = setTimeout(() => void refreshRuns(), wait);
    }
  } catch (error) {
    show({ state: 'failed', error: messageOf(error) });
  }
}

const isWatched = (): boolean => watching > 0 && document.visibilityState === 'visible';

/** The same state draws nothing again. */
function show(news: Partial<RunsState>): void {
  useRunsStore.setState((known) => {
    const after = { ...known, ...news };
    return shallow(known, after) ? known : after;
  });
}

/** Replaces the known record, or is added as the newest. */
export function runChanged(record: RunRecord): void {
  if (isBusy(record.state)) announced.add(record.id);
  else announced.delete(record.id);
  if (hasEnded(record.state)) metricsCache.delete(record.id);
  useRunsStore.setState(({ runs }) => {
    const index = runs.findIndex(({ id }) => id === record.id);
    if (index < 0) return { runs: [record, ...runs] };
    // Events of a training do not have them.
    const { annotations } = runs[index]!;
    return { runs: runs.with(index, annotations ? { annotations, ...record } : record) };
  });
}

function annotationsChanged(all: AnnotationsEvent): void {
  useRunsStore.setState(({ runs }) => ({
    runs: runs.map((run) => (all[run.id] ? { ...run, annotations: all[run.id] } : run)),
  }));
}

/** They are shown at once. @throws ORPCError REFUSED if one cannot be stored */
export async function annotateRuns(changes: AnnotationChanges): Promise<void> {
  const known = useRunsStore.getState().runs;
  annotationsChanged(
    Object.fromEntries(
      known.flatMap(({ id, annotations = {} }) => {
        const change = changes[id];
        return change ? [[id, annotated(annotations, change)]] : [];
      }),
    ),
  );
  try {
    await client.runs.annotate({ changes });
  } catch (error) {
    await refreshRuns();
    throw error;
  }
}

let subscribed = false;

/** Requests it at the first use and after every reconnection. */
export function useRuns(): RunsState {
  if (!subscribed) {
    subscribed = true;
    void keepSubscribed(() => client.runs.annotations(), annotationsChanged, {
      opened: () => void refreshRuns(),
    });
  }
  return useRunsStore();
}

/** For a view of all runs: also those that another process trains or copies into the data folder, soon after. */
export function useFreshRuns(): RunsState {
  useEffect(() => {
    const look = () => {
      if (isWatched()) void refreshRuns();
    };
    watching += 1;
    look();
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      watching -= 1;
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return useRuns();
}

/** As of the last answer. */
export const isRunKnown = (id: string): boolean => useRunsStore.getState().runs.some((run) => run.id === id);

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
  digests.delete(id);
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
