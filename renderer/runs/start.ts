/** Start and stop, including the work before training: generating images, getting TensorFlow. */
import { create } from 'zustand';
import type { Ended } from '../../core/contract/training';
import { LOCAL } from '../../core/study/run';
import { ensureEngine } from '../client/engine';
import { messageOf } from '../client/errors';
import { doAnswer } from '../client/places';
import { pauseTraining, stopTraining, useTrainingStore } from '../client/training';
import { usePlaces } from '../state/places';

export interface StartState {
  phase: 'idle' | 'places' | 'data' | 'engine' | 'starting' | 'stopping' | 'pausing';
  error?: string;
}

export const useStart = create<StartState>(() => ({ phase: 'idle' }));

let cancel: AbortController | undefined;

/**
 * Connects to where the runs train, generates images if needed, downloads TensorFlow if this machine lacks it, then queues the
 * runs. A failure is in the state; that of a place is in its check.
 */
export async function start(
  queue: (on: readonly string[]) => Promise<unknown>,
  makeImages?: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  cancel = new AbortController();
  const { signal } = cancel;
  const { on } = usePlaces.getState();
  useStart.setState({ phase: 'places', error: undefined });
  try {
    if (!(await doAnswer(on, signal))) return useStart.setState({ phase: 'idle' });
    if (makeImages) {
      useStart.setState({ phase: 'data' });
      await makeImages(signal);
      signal.throwIfAborted();
    }
    if (on.includes(LOCAL)) {
      useStart.setState({ phase: 'engine' });
      await ensureEngine(signal);
      signal.throwIfAborted();
    }
    // From here on the host is in charge, and Stop goes to it.
    cancel = undefined;
    useStart.setState({ phase: 'starting' });
    await queue(on);
    useStart.setState({ phase: 'idle' });
  } catch (error) {
    useStart.setState({ phase: 'idle', error: signal.aborted ? undefined : messageOf(error) });
  } finally {
    cancel = undefined;
  }
}

/** Ends the running study, or the work before its start. */
export async function stop(): Promise<void> {
  if (cancel) cancel.abort();
  else await end('stopping', stopTraining);
}

/** The work before the start ends. */
export async function pause(): Promise<void> {
  if (cancel) cancel.abort();
  else await end('pausing', pauseTraining);
}

async function end(phase: 'stopping' | 'pausing', call: (what: Ended) => Promise<void>): Promise<void> {
  const { studyId } = useTrainingStore.getState();
  if (studyId === undefined) return;
  useStart.setState({ phase, error: undefined });
  try {
    await call({ studyId });
    useStart.setState({ phase: 'idle' });
  } catch (error) {
    useStart.setState({ phase: 'idle', error: messageOf(error) });
  }
}

export const dismissStartError = (): void => useStart.setState({ error: undefined });
