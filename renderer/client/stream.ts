/** Listening to an event stream of the host for as long as the window lives. */
import { useConnection, whenOpen } from './connection';

const RETRY_MS = 1000;

/**
 * Subscribes, calls `opened` each time it is subscribed (the moment to ask for the whole state),
 * hands every event to `receive`, and subscribes again when the stream ends or the connection was lost.
 */
export async function keepSubscribed<Event>(
  open: () => Promise<AsyncIterable<Event>>,
  receive: (event: Event) => void,
  opened: () => void,
): Promise<never> {
  for (;;) {
    const { generation } = useConnection.getState();
    try {
      const events = await open();
      opened();
      for await (const event of events) receive(event);
    } catch {
      // Ended by a loss of the connection, which the connection's state tells; go round again.
    }
    // A stream that fails on a healthy connection must not be asked for in a tight loop.
    if (useConnection.getState().generation === generation) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    await whenOpen();
  }
}
