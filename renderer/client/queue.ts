/** The queue of all studies. It is listed again when it, or a run, has changed. */
import { create } from 'zustand';
import type { Queue } from '../../core/contract/queue';
import { client, onEveryConnection } from './client';
import { notifyError } from './errors';

const useQueueStore = create<{ queue?: Queue }>(() => ({}));

/** Many runs may change at once. */
const LIST_EVERY_MS = 150;
let timer: ReturnType<typeof setTimeout> | undefined;
let used = false;

async function list(): Promise<void> {
  timer = undefined;
  // A lost connection lists it again.
  const queue = await client.queue.list().catch(() => undefined);
  if (queue) useQueueStore.setState({ queue });
}

/** For the events of the training. */
export function queueChanged(): void {
  if (used && timer === undefined) timer = setTimeout(() => void list(), LIST_EVERY_MS);
}

const keepListed = onEveryConnection(() => void list());

export function useQueue(): Queue | undefined {
  used = true;
  keepListed();
  return useQueueStore(({ queue }) => queue);
}

/** A refusal is shown. */
async function change(call: Promise<void>): Promise<void> {
  await call.catch(notifyError);
  await list();
}

/** In front of `before`, or to the end. */
export const moveRun = (id: string, before?: string): Promise<void> =>
  change(client.queue.move({ runIds: [id], ...(before === undefined ? {} : { before }) }));

export const setPriority = (id: string, priority: number): Promise<void> =>
  change(client.queue.priority({ runIds: [id], priority }));

export const changeRuns = (how: 'skip' | 'remove', runIds: string[]) => change(client.queue[how]({ runIds }));

export const pauseQueue = (): Promise<void> => change(client.queue.pause());

/** null: as many as a measurement finds best. */
export const setSlots = (slots: number | null): Promise<void> => change(client.queue.slots({ slots }));
