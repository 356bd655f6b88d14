/** Events for the window, kept until a window reads them. */

export class Mailbox<Message> {
  private readonly messages: Message[] = [];
  private wake = (): void => undefined;
  /** The newest reader; a reloaded page replaces the one before. */
  private reader = 0;

  post(message: Message): void {
    this.messages.push(message);
    this.wake();
  }

  /** Ends when `signal` aborts or another reader begins. */
  async *read(signal?: AbortSignal): AsyncGenerator<Message, void, undefined> {
    this.reader += 1;
    const own = this.reader;
    this.wake();
    const onAbort = () => this.wake();
    signal?.addEventListener('abort', onAbort);
    try {
      while (own === this.reader && !signal?.aborted) {
        const message = this.messages.shift();
        if (message !== undefined) yield message;
        else {
          await new Promise<void>((resolve) => {
            this.wake = resolve;
          });
        }
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }
}
