/**
 * Notices a worker that hangs, by two kinds of silence:
 * - no heartbeat (heartbeat.ts) for a minute: the process is frozen;
 * - no progress. A step of a large network can take minutes, so the limit depends on the slowest step so far.
 * Time is counted in ticks of this process, which do not happen while a laptop sleeps.
 */
import { durationMessage } from '../../core/format/duration';
import { type Message, message, sentences } from '../../core/messages';

/** Milliseconds. */
export const TICK = 5_000;
const SILENCE = 60_000;
/** Before the first step: compiling, loading. ResNet-152 on two cores needs minutes. */
const SHORTEST_STALL = 20 * 60_000;
const TIMES_SLOWEST = 20;

/** `setInterval`; tests pass their own clock. @returns a function that stops it. */
export type Every = (milliseconds: number, call: () => void) => () => void;

const realEvery: Every = (milliseconds, call) => {
  const timer = setInterval(call, milliseconds);
  timer.unref();
  return () => clearInterval(timer);
};

export class Watchdog {
  private silent = 0;
  private idle = 0;
  private slowest = 0;
  private readonly end: () => void;

  /** @param hung called once. */
  constructor(
    private readonly hung: (said: Message) => void,
    every: Every = realEvery,
  ) {
    this.end = every(TICK, () => this.tick());
  }

  alive(): void {
    this.silent = 0;
  }

  /** A step, a validation batch, a checkpoint, a phase of the preparation. */
  progressed(): void {
    this.alive();
    this.slowest = Math.max(this.slowest, this.idle);
    this.idle = 0;
  }

  stop(): void {
    this.end();
  }

  private tick(): void {
    this.silent += TICK;
    this.idle += TICK;
    const stall = Math.max(SHORTEST_STALL, TIMES_SLOWEST * this.slowest);
    const slowest = this.slowest > 0 ? durationMessage(this.slowest / 1000) : 'none';
    const said =
      this.silent >= SILENCE
        ? message('training.watchdog.silent', { time: durationMessage(this.silent / 1000) })
        : this.idle >= stall
          ? message('training.watchdog.stalled', { time: durationMessage(this.idle / 1000), slowest })
          : undefined;
    if (said === undefined) return;
    this.stop();
    this.hung(sentences(said, message('training.watchdog.kept')));
  }
}
