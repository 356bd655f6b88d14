import { sleep, useConnection, whenOpen } from './connection';

/** Avoids a tight loop when a stream fails on a healthy connection. */
const RETRY_MS = 1000;

/**
 * Hands every event to `receive`. Subscribes again when the stream ends or the connection was lost, until `signal`
 * aborts.
 * @param on `opened` is called after each subscription: the moment to request the whole state
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
