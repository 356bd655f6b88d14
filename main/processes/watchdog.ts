/**
 * Notices a worker that hangs. Two different silences count:
 *
 * - No sign of life at all. A thread of the worker that TensorFlow never blocks beats every two seconds
 *   (heartbeat.ts), so a minute without is a process that is frozen, or starved beyond use.
 * - Beats, but no step. One step of a large network on a processor may take minutes, and nobody can look into
 *   TensorFlow while it runs; so the limit follows the slowest step that the run has shown, and is never short.
 *
 * Time is counted in ticks of this process: a laptop that slept wakes with neither side having been away.
 */
import { durationMessage } from '../../core/format/duration';
import { type Message, message, sentences } from '../../core/messages';

/** Milliseconds. */
export const TICK = 5_000;
const SILENCE = 60_000;
/** Compiling, loading and the first step come before any step was seen; ResNet-152 on two cores needs minutes. */
const SHORTEST_STALL = 20 * 60_000;
const TIMES_SLOWEST = 20;

/** `setInterval` and its end; tests bring a clock of their own. */
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

  /** @param hung is told once, in words, and then nothing is watched any more. */
  constructor(
    private readonly hung: (said: Message) => void,
    every: Every = realEvery,
  ) {
    this.end = every(TICK, () => this.tick());
  }

  /** The process is alive. */
  alive(): void {
    this.silent = 0;
  }

  /** Something was done: a step, a batch of the validation, a checkpoint, a phase of the preparation. */
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
