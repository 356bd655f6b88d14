/** The moving line on a terminal: the progress of an epoch, and the time that the run has left. */

import { formatSecondsLeft } from '../../../core/format/duration';
import { formatDecimals } from '../../../core/format/number';
import { t } from '../../../core/messages';
import type { EpochMetrics, RunRecord, StepMetrics } from '../../../core/study/run';

const BAR_CELLS = 24;
const REDRAW_MS = 80;

export interface Terminal {
  columns?: number;
  write(text: string): unknown;
}

export class ProgressBar {
  #run: RunRecord | undefined;
  #lastEpochSeconds: number | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #shown = false;

  /** @param now milliseconds, for the pace of drawing. */
  constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number = Date.now,
  ) {}

  /** Sets the run of the next steps. */
  track(run: RunRecord): void {
    if (run.id !== this.#run?.id) this.#lastEpochSeconds = undefined;
    this.#run = run;
  }

  step(metrics: StepMetrics): void {
    const run = this.#run;
    const perEpoch = run?.stepsPerEpoch;
    if (!run || !perEpoch) return;
    const inEpoch = metrics.step - (metrics.epoch - 1) * perEpoch;
    this.show(
      inEpoch / perEpoch,
      [
        t('cli.training.epoch', { epoch: metrics.epoch, epochs: run.settings.epochs }),
        t('cli.training.step', { step: inEpoch, steps: perEpoch }),
        t('cli.training.loss', { value: formatDecimals(metrics.loss, 4) }),
        t('cli.training.left', { time: formatSecondsLeft(this.#secondsLeft(metrics, run, perEpoch)) }),
      ].join('  '),
    );
  }

  epoch(metrics: EpochMetrics): void {
    this.#lastEpochSeconds = metrics.seconds;
  }

  /** Estimated from the last epoch with its validation, or in the first epoch from its steps. */
  #secondsLeft(metrics: StepMetrics, run: RunRecord, perEpoch: number): number {
    const stepsLeft = run.settings.epochs * perEpoch - metrics.step;
    const secondsPerEpoch = this.#lastEpochSeconds ?? (metrics.seconds / metrics.step) * perEpoch;
    return (stepsLeft / perEpoch) * secondsPerEpoch;
  }

  /** @param fraction 0..1; undefined draws no bar. */
  show(fraction: number | undefined, text: string): void {
    const now = this.now();
    if (now - this.#drawnAt < REDRAW_MS && fraction !== 1) return;
    this.#drawnAt = now;
    this.#shown = true;
    const done = Math.round(Math.min(Math.max(fraction ?? 0, 0), 1) * BAR_CELLS);
    const bar = fraction === undefined ? '' : `${'█'.repeat(done)}${'░'.repeat(BAR_CELLS - done)}  `;
    // A full line would wrap and could not be cleared. Some terminals report 0 columns.
    const line = `${bar}${text}`.slice(0, (this.terminal.columns || 80) - 1);
    this.terminal.write(`\r\x1b[K${line}`);
  }

  clear(): void {
    if (this.#shown) this.terminal.write('\r\x1b[K');
    this.#shown = false;
    this.#drawnAt = Number.NEGATIVE_INFINITY;
  }
}
