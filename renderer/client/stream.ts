/** Listening to an event stream of the host. */
import { sleep, useConnection, whenOpen } from './connection';

/** A stream that fails on a healthy connection is not asked for in a tight loop. */
const RETRY_MS = 1000;

/**
 * Hands every event to `receive`, and subscribes again when the stream ends or the connection was lost, until `signal` aborts.
 * @param on `opened` is called each time it has subscribed: the moment to ask for the whole state. `failed` gets every failure.
 */
export async function keepSubscribed<Event>(
  open: () => Promise<AsyncIterable<Event>>,
  receive: (event: Event) => void,
  { opened, failed, signal }: { opened?(): void; failed?(error: unknown): void; signal?: AbortSignal } = {},
): Promise<void> {
  while (!signal?.aborted) {
    const { generation } = useConnection.getState();
    try {
      const events = await open();
      opened?.();
      for await (const event of events) receive(event);
    } catch (error) {
      failed?.(error);
    }
    if (signal?.aborted) return;
    if (useConnection.getState().generation === generation) await sleep(RETRY_MS);
    await whenOpen(signal).catch(() => undefined);
  }
}
