export interface EventHubOptions<Event> {
  /** Most events waiting for one reader. */
  capacity?: number;
  /** Dropped first, oldest first, when the buffer is full. */
  isDroppable(event: Event): boolean;
}

export class EventHub<Event> {
  private readonly readers = new Set<Reader<Event>>();
  private closed = false;

  constructor(private readonly options: EventHubOptions<Event>) {}

  emit(event: Event): void {
    for (const reader of this.readers) reader.push(event);
  }

  /** Events from now until the reader returns, `signal` aborts or the hub closes. */
  subscribe(signal?: AbortSignal): AsyncIterableIterator<Event, undefined> {
    const reader = new Reader<Event>(this.options, () => this.readers.delete(reader));
    if (this.closed || signal?.aborted) reader.end();
    else {
      this.readers.add(reader);
      signal?.addEventListener('abort', () => reader.end(), { once: true });
    }
    return reader;
  }

  /** Readers still get the events that wait. */
  close(): void {
    this.closed = true;
    for (const reader of this.readers) reader.end();
  }
}

type Result<Event> = IteratorResult<Event, undefined>;

class Reader<Event> implements AsyncIterableIterator<Event, undefined> {
  private readonly buffer: Event[] = [];
  private readonly waiting: ((result: Result<Event>) => void)[] = [];
  private ended = false;

  constructor(
    private readonly options: EventHubOptions<Event>,
    private readonly leave: () => void,
  ) {}

  push(event: Event): void {
    const waiting = this.waiting.shift();
    if (waiting) {
      waiting({ value: event, done: false });
      return;
    }
    this.buffer.push(event);
    if (this.buffer.length <= (this.options.capacity ?? 1000)) return;
    const droppable = this.buffer.findIndex((one) => this.options.isDroppable(one));
    this.buffer.splice(Math.max(droppable, 0), 1);
  }

  end(): void {
    this.ended = true;
    this.leave();
    for (const waiting of this.waiting.splice(0)) waiting({ value: undefined, done: true });
  }

  next(): Promise<Result<Event>> {
    const [event] = this.buffer.splice(0, 1);
    if (event !== undefined) return Promise.resolve({ value: event, done: false });
    if (this.ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  return(): Promise<Result<Event>> {
    this.buffer.length = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
