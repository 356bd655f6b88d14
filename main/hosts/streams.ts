/** Event streams that end when the window goes away. */
import type { Progress } from '../../core/contract/engine';

/**
 * The events of `source` until it ends or `signal` aborts, whichever is first. The source's own `return` runs
 * in every case, so that it can let go of what it holds.
 */
export async function* until<Event>(
  source: AsyncIterable<Event>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const { aborted, forget } = abortion(signal);
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next === undefined || next.done) return;
      yield next.value;
    }
  } finally {
    forget();
    // Not awaited: a source that is a generator in the middle of a wait only returns when that wait is over.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

function abortion(signal: AbortSignal | undefined) {
  let forget = () => {};
  const aborted = new Promise<undefined>((resolve) => {
    if (!signal) return;
    const end = () => resolve(undefined);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    forget = () => signal.removeEventListener('abort', end);
  });
  return { aborted, forget };
}

export interface TaskOptions {
  onProgress(progress: Progress): void;
  signal: AbortSignal;
}

/**
 * Runs `task` and yields its progress. Ends when the task ends, fails with its error, and aborts it when the
 * window cancels or goes away. Progress that the window is too slow to take is dropped but for the newest.
 */
export async function* progressOf(
  task: (options: TaskOptions) => Promise<unknown>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Progress, void, undefined> {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });

  let newest: Progress | undefined;
  let wake = () => {};
  const onProgress = (progress: Progress) => {
    newest = progress;
    wake();
  };
  let ended = false;
  const run = task({ onProgress, signal: controller.signal }).finally(() => {
    ended = true;
    wake();
  });
  // Awaited below; until then a failure must not count as unhandled.
  run.catch(() => undefined);
  try {
    while (!ended || newest) {
      if (newest) {
        const progress = newest;
        newest = undefined;
        yield progress;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    await run;
  } finally {
    signal?.removeEventListener('abort', abort);
    controller.abort();
  }
}
