import { EventHub } from './event-hub';

/** The events of some work, which ends with the reader. @throws the work's error, after its events. */
export async function* eventsOf<Event extends { type: string }>(
  work: (emit: (event: Event) => void, signal: AbortSignal) => Promise<void>,
  ...signals: readonly (AbortSignal | undefined)[]
): AsyncGenerator<Event, void, undefined> {
  const abort = new AbortController();
  const ended = AbortSignal.any([abort.signal, ...signals.filter((signal) => signal !== undefined)]);
  const hub = new EventHub<Event>({
    capacity: Number.POSITIVE_INFINITY,
    isDroppable: ({ type }) => type === 'progress',
  });
  const events = hub.subscribe();
  const done = work((event) => hub.emit(event), ended).finally(() => hub.close());
  // Awaited below; not an unhandled rejection until then.
  done.catch(() => undefined);
  try {
    yield* events;
    await done;
  } finally {
    abort.abort();
    await done.catch(() => undefined);
  }
}
