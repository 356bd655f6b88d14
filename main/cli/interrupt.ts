/** Exit code after Ctrl+C, as shells count it. */
export const INTERRUPTED = 130;

/** The first Ctrl+C aborts the signal; the second ends this process, and its workers with it. */
export async function interruptible<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  onFirst?: () => void,
): Promise<Result> {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    onFirst?.();
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
