/** Event streams end when the window goes away, and take their source along. */
import type { Progress } from '../../../core/contract/engine';
import { progressOf, until } from '../../../main/hosts/streams';

const never = () => new Promise<never>(() => {});

function source(events: readonly number[], hang: boolean) {
  const state = { returned: false };
  const rest = [...events];
  const iterator: AsyncIterableIterator<number> = {
    next: () => {
      const value = rest.shift();
      if (value !== undefined) return Promise.resolve({ value, done: false });
      return hang ? never() : Promise.resolve({ value: undefined, done: true });
    },
    return: () => {
      state.returned = true;
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return { iterator, state };
}

async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('until', () => {
  test('passes every event on and ends with its source', async () => {
    expect(await collect(until(source([1, 2, 3], false).iterator, undefined))).toEqual([1, 2, 3]);
  });

  test('ends while it waits for an event that never comes', async () => {
    const controller = new AbortController();
    const { iterator, state } = source([1], true);
    const all = collect(until(iterator, controller.signal));
    setTimeout(() => controller.abort(), 5);
    expect(await all).toEqual([1]);
    expect(state.returned).toBe(true);
  });

  test('a window that is gone already gets nothing', async () => {
    const { iterator, state } = source([], true);
    expect(await collect(until(iterator, AbortSignal.abort()))).toEqual([]);
    expect(state.returned).toBe(true);
  });

  test('leaving the loop lets go of the source', async () => {
    const { iterator, state } = source([1, 2], true);
    for await (const _ of until(iterator, undefined)) break;
    expect(state.returned).toBe(true);
  });
});

describe('progressOf', () => {
  const phase = (name: string): Progress => ({ phase: name });

  test('yields progress, the last one included, and ends with the task', async () => {
    const events = progressOf(async ({ onProgress }) => {
      onProgress(phase('one'));
      await new Promise((resolve) => setTimeout(resolve, 5));
      onProgress(phase('two'));
    }, undefined);
    expect(await collect(events)).toEqual([phase('one'), phase('two')]);
  });

  test('fails as the task fails, after its last progress', async () => {
    const seen: Progress[] = [];
    const run = async () => {
      const failing = progressOf(async ({ onProgress }) => {
        onProgress(phase('one'));
        throw new Error('no room');
      }, undefined);
      for await (const progress of failing) seen.push(progress);
    };
    await expect(run()).rejects.toThrow('no room');
    expect(seen).toEqual([phase('one')]);
  });

  test('a slow reader gets the newest, not all', async () => {
    const events = progressOf(async ({ onProgress }) => {
      for (let count = 0; count < 100; count++) onProgress(phase(String(count)));
    }, undefined);
    expect(await collect(events)).toEqual([phase('99')]);
  });

  test('aborts the task when the window goes away', async () => {
    const controller = new AbortController();
    let taskSignal: AbortSignal | undefined;
    const events = progressOf(({ signal, onProgress }) => {
      taskSignal = signal;
      onProgress(phase('one'));
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    }, controller.signal);
    setTimeout(() => controller.abort(new Error('gone')), 5);
    await expect(collect(events)).rejects.toThrow('gone');
    expect(taskSignal?.aborted).toBe(true);
  });

  test('aborts the task when the reader leaves', async () => {
    let taskSignal: AbortSignal | undefined;
    const events = progressOf(({ signal, onProgress }) => {
      taskSignal = signal;
      onProgress(phase('one'));
      return never();
    }, undefined);
    for await (const _ of events) break;
    expect(taskSignal?.aborted).toBe(true);
  });
});
