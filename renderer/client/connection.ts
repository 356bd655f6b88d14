/** Keeps a connection to the host open: reconnects after a loss with growing pauses, and counts the connections. */

import type { ClientContext, ClientLink } from '@orpc/client';
import { create } from 'zustand';
import { t } from '../../core/messages';
import type { Line } from './link';

export interface ConnectionStatus {
  state: 'connecting' | 'open' | 'lost';
  /** Number of connections so far. */
  generation: number;
  /** Attempts to reconnect that failed since the loss. */
  failures: number;
}

export const useConnection = create<ConnectionStatus>(() => ({
  state: 'connecting',
  generation: 0,
  failures: 0,
}));

const PAUSES_MS = [250, 500, 1000, 2000, 3000];

/** Milliseconds before the n-th attempt to reconnect (0-based). */
const reconnectPause = (attempt: number): number => PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]!;

export const isLost = (): boolean => useConnection.getState().state === 'lost';

const connectionLost = () => new Error(t('common.connectionLost'));

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A link that outlives its connections. Connects at the first call. */
export class ReconnectingLink implements ClientLink<ClientContext> {
  #line?: Line;
  #started = false;

  constructor(
    private readonly open: () => Promise<Line>,
    private readonly pause: (attempt: number) => number = reconnectPause,
  ) {}

  async call(...[path, input, options]: Parameters<ClientLink<ClientContext>['call']>): Promise<unknown> {
    this.start();
    if (!this.#line) {
      if (isLost()) throw connectionLost();
      await whenOpen(options.signal);
    }
    const line = this.#line;
    if (!line) throw connectionLost();
    return line.link.call(path, input, options);
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    void this.#keepOpen();
  }

  async #keepOpen(): Promise<never> {
    for (let attempt = 0; ; ) {
      try {
        const line = await this.open();
        attempt = 0;
        this.#line = line;
        useConnection.setState(({ generation }) => ({
          state: 'open',
          generation: generation + 1,
          failures: 0,
        }));
        await line.closed;
      } catch {
        // The host is not reachable: the loop tries again.
      }
      this.#line = undefined;
      useConnection.setState({ state: 'lost', failures: attempt });
      await sleep(this.pause(attempt++));
    }
  }
}

export function whenOpen(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (useConnection.getState().state === 'open') {
      resolve();
      return;
    }
    const end = (settle: () => void) => {
      unsubscribe();
      signal?.removeEventListener('abort', abort);
      settle();
    };
    const abort = () => end(() => reject(signal?.reason));
    const unsubscribe = useConnection.subscribe((status) => {
      if (status.state === 'open') end(resolve);
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}
