/** Work whose events somebody reads. When the app closes, it is asked to end and waited for, so that nothing is left half done. */
export class UnderWay {
  private readonly closing = new AbortController();
  /** Between two events; nothing runs while a reader has not asked for the next. */
  private readonly steps = new Set<Promise<unknown>>();

  /** @param work gets a signal that aborts with the reader's, or when the app closes. */
  async *events<Event>(
    work: (ended: AbortSignal) => AsyncGenerator<Event, void, undefined>,
    signal?: AbortSignal,
  ): AsyncGenerator<Event, void, undefined> {
    const events = work(AbortSignal.any([this.closing.signal, ...(signal ? [signal] : [])]));
    try {
      for (;;) {
        const { done, value } = await this.step(events.next());
        if (done) return;
        yield value;
      }
    } finally {
      await this.step(events.return());
    }
  }

  /** Resolves when nothing runs. */
  async close(): Promise<void> {
    this.closing.abort();
    while (this.steps.size > 0) await Promise.allSettled(this.steps);
  }

  private async step<Result>(result: Promise<Result>): Promise<Result> {
    this.steps.add(result);
    try {
      return await result;
    } finally {
      this.steps.delete(result);
    }
  }
}
