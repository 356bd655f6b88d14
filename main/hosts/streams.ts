/** Event streams that end when the window goes away. */
import type { Progress } from '../../core/contract/engine';

/** Events of `source` until it ends or `signal` aborts. Always calls the source's `return`. */
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
    // Not awaited: a generator that waits returns only after its wait.
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
 * Progress of `task`; only the newest is kept for a slow window.
 * Aborts the task when the window cancels or goes away. @throws the task's error.
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
  // Awaited below; not an unhandled rejection until then.
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
