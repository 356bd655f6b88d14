/** What runs when the app closes. */
import { UnderWay } from '../../../main/basics/under-way';

/** Two files that are written in turn; each takes until `go`. */
function writing(done: string[]) {
  let go = () => {};
  const written = () => new Promise<void>((resolve) => (go = resolve));
  async function* work(ended: AbortSignal): AsyncGenerator<string, void, undefined> {
    for (const file of ['first', 'second']) {
      ended.throwIfAborted();
      yield `writing ${file}`;
      try {
        await written();
        ended.throwIfAborted();
        done.push(file);
      } finally {
        done.push(`tidied ${file}`);
      }
    }
  }
  return { work, go: () => go() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('closing waits for what is being done, which ends at its next chance', async () => {
  const done: string[] = [];
  const underWay = new UnderWay();
  const { work, go } = writing(done);
  const events = underWay.events(work);
  expect(await events.next()).toEqual({ done: false, value: 'writing first' });
  const next = events.next();
  next.catch(() => undefined);
  const closed = underWay.close().then(() => done.push('closed'));
  await turn();
  expect(done).toEqual([]);
  go();
  await closed;
  expect(done).toEqual(['tidied first', 'closed']);
  await expect(next).rejects.toThrow(/abort/);
});

test('closing does not wait for a reader that has not asked for more', async () => {
  const underWay = new UnderWay();
  await underWay.events(writing([]).work).next();
  await expect(underWay.close()).resolves.toBeUndefined();
});

test('nothing begins after that', async () => {
  const underWay = new UnderWay();
  await underWay.close();
  await expect(underWay.events(writing([]).work).next()).rejects.toThrow(/abort/);
});

test('a reader that leaves ends the work, too', async () => {
  const done: string[] = [];
  const reader = new AbortController();
  const { work, go } = writing(done);
  const events = new UnderWay().events(work, reader.signal);
  await events.next();
  const next = events.next();
  reader.abort();
  go();
  await expect(next).rejects.toThrow(/abort/);
  expect(done).toEqual(['tidied first']);
});
