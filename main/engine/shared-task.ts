/** A long task that several callers share: it runs once, and ends early only when all callers have left. */
import type { Progress } from '../../core/contract/engine';

interface Caller {
  onProgress?(progress: Progress): void;
  signal?: AbortSignal;
}

interface Run<Result> {
  result: Promise<Result>;
  callers: Set<Caller>;
  controller: AbortController;
  last?: Progress;
}

export class SharedTask<Result> {
  private current: Run<Result> | undefined;

  constructor(private readonly task: (options: Required<Caller>) => Promise<Result>) {}

  get running(): boolean {
    return this.current !== undefined;
  }

  /** Joins the running task or starts it. @throws the signal's reason as soon as it fires. */
  async run(caller: Caller): Promise<Result> {
    caller.signal?.throwIfAborted();
    // A task that all callers have left is ending: wait for that, then start again.
    while (this.current?.controller.signal.aborted) await this.current.result.catch(() => undefined);
    const run = this.current ?? this.begin();
    // Two calls may pass the same object.
    const entry = { ...caller };
    run.callers.add(entry);
    if (run.last) caller.onProgress?.(run.last);
    try {
      return await untilAborted(run.result, caller.signal);
    } finally {
      run.callers.delete(entry);
      if (run.callers.size === 0) run.controller.abort(caller.signal?.reason);
      // The last caller waits until the task has cleaned up.
      if (run.callers.size === 0) await run.result.catch(() => undefined);
    }
  }

  private begin(): Run<Result> {
    const controller = new AbortController();
    const callers = new Set<Caller>();
    const onProgress = (progress: Progress) => {
      run.last = progress;
      for (const caller of callers) caller.onProgress?.(progress);
    };
    const result = this.task({ onProgress, signal: controller.signal }).finally(() => {
      if (this.current === run) this.current = undefined;
    });
    const run: Run<Result> = { result, callers, controller };
    this.current = run;
    return run;
  }
}

/** @returns the result of `work`; rejects at once when aborted, while `work` continues. */
export function untilAborted<Result>(work: Promise<Result>, signal?: AbortSignal): Promise<Result> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
