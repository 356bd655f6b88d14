/** Live training: one store, fed by the host's events. */
import { create } from 'zustand';
import type { Ended, TrainingEvent } from '../../core/contract/training';
import type { StudyRequest } from '../../core/study/settings';
import { notify } from '../state/notices';
import { client } from './client';
import { queueChanged } from './queue';
import { refreshRuns, runChanged } from './runs';
import { keepSubscribed } from './stream';
import {
  hasEnded,
  INITIAL_TRAINING,
  receiveEvents,
  receiveMetrics,
  receiveStatus,
  type TrainingState,
  wholeStudy,
} from './trainingState';

export const useTrainingStore = create<TrainingState>(() => INITIAL_TRAINING);

/** Small networks send hundreds of steps a second. */
const DRAW_EVERY_MS = 250;
let waiting: TrainingEvent[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  const events = waiting;
  waiting = [];
  if (events.length === 0) return;
  const known = useTrainingStore.getState().runs;
  useTrainingStore.setState((state) => receiveEvents(state, events));
  if (events.some(({ type }) => type === 'queue' || type === 'run' || type === 'idle')) queueChanged();
  const taken = new Set<string>();
  for (const event of events) {
    if (event.type === 'precision') {
      notify({ severity: event.slower ? 'warning' : 'info', text: event.words });
    }
    if (event.type !== 'run') continue;
    runChanged(event.run);
    // The folder of a resumed run contains the earlier epochs; that of one that has ended, the steps that were not sent.
    const { id, startedAt, state } = event.run;
    const before = known[id]?.record.state;
    const isNews = before === undefined || (hasEnded(state) && !hasEnded(before));
    if (startedAt !== undefined && isNews && !taken.has(id)) {
      taken.add(id);
      void loadMetrics(id).catch(() => undefined);
    }
  }
}

async function loadMetrics(id: string): Promise<void> {
  const metrics = await client.runs.metrics({ id });
  flush();
  useTrainingStore.setState((state) => receiveMetrics(state, id, metrics));
}

function queue(event: TrainingEvent): void {
  waiting.push(event);
  timer ??= setTimeout(flush, DRAW_EVERY_MS);
}

async function loadWhole(): Promise<void> {
  const newest = await client.training.status();
  const status = newest.studyId === undefined ? newest : wholeStudy(newest, await client.runs.list());
  flush();
  useTrainingStore.setState((state) => receiveStatus(state, status));
  for (const run of status.runs) runChanged(run);
  const started = status.runs.filter(({ state }) => state !== 'queued');
  await Promise.all(started.map(({ id }) => loadMetrics(id)));
}

let started = false;

export function startListening(): void {
  if (started) return;
  started = true;
  void keepSubscribed(
    () => client.training.events(),
    queue,
    // A run deleted meanwhile has no metrics.
    { opened: () => void Promise.all([loadWhole(), refreshRuns()]).catch(() => undefined) },
  );
}

/** Subscribes to the host at the first use. */
export function useTraining<Part>(select: (state: TrainingState) => Part): Part {
  startListening();
  return useTrainingStore(select);
}

/** @param on where it may train @throws ORPCError REFUSED while another study trains, or without the data set. */
export async function startTraining(
  request: StudyRequest,
  on: readonly string[],
): Promise<{ studyId: string; runIds: string[] }> {
  startListening();
  return client.training.start({ ...request, on: [...on] });
}

/** Queues what is left to train of a stored study. @param on where it may train @throws ORPCError REFUSED */
export async function startStudy(
  id: string,
  on: readonly string[],
): Promise<{ studyId: string; runIds: string[] }> {
  startListening();
  return client.studies.start({ id, on: [...on] });
}

/** Pauses the running run and those behind it, with a checkpoint of the current step. */
export const pauseTraining = (what: Ended): Promise<void> => client.training.pause(what);

export const stopTraining = (what: Ended): Promise<void> => client.training.stop(what);
