import { EventHub } from '../../../main/basics/event-hub';

interface Event {
  kind: 'step' | 'run';
  number: number;
}
const step = (number: number): Event => ({ kind: 'step', number });
const run = (number: number): Event => ({ kind: 'run', number });
const hubOf = (capacity: number) =>
  new EventHub<Event>({ capacity, isDroppable: (event) => event.kind === 'step' });

async function all(events: AsyncIterable<Event>): Promise<Event[]> {
  const found: Event[] = [];
  for await (const event of events) found.push(event);
  return found;
}

test('every reader gets everything from its call on, at its own pace', async () => {
  const hub = hubOf(10);
  hub.emit(step(0));
  const early = hub.subscribe();
  const waiting = early.next();
  hub.emit(step(1));
  const late = hub.subscribe();
  hub.emit(step(2));
  hub.close();
  expect(await waiting).toEqual({ value: step(1), done: false });
  expect(await all(early)).toEqual([step(2)]);
  expect(await all(late)).toEqual([step(2)]);
  expect(await all(hub.subscribe())).toEqual([]);
});

test('of a full buffer the oldest droppable events go first, the others stay', async () => {
  const hub = hubOf(3);
  const reader = hub.subscribe();
  for (const event of [run(1), step(2), step(3), run(4), step(5), run(6)]) hub.emit(event);
  hub.close();
  expect(await all(reader)).toEqual([run(1), run(4), run(6)]);
});

test('a buffer full of events that matter stays bounded: the oldest goes', async () => {
  const hub = hubOf(2);
  const reader = hub.subscribe();
  for (const number of [1, 2, 3]) hub.emit(run(number));
  hub.close();
  expect(await all(reader)).toEqual([run(2), run(3)]);
});

test('a reader that returns, or whose signal aborts, gets no more and ends what waits', async () => {
  const hub = hubOf(10);
  const abort = new AbortController();
  const aborted = hub.subscribe(abort.signal);
  const waiting = aborted.next();
  abort.abort();
  expect(await waiting).toEqual({ value: undefined, done: true });
  const returned = hub.subscribe();
  hub.emit(run(1));
  hub.emit(run(2));
  for await (const event of returned) {
    expect(event).toEqual(run(1));
    break;
  }
  hub.emit(run(3));
  expect(await returned.next()).toEqual({ value: undefined, done: true });
});
