/** How a training is told: as JSON for programs, in lines for logs, with a bar for a person at a terminal. */

import type { Progress } from '../../../core/contract/engine';
import type { TrainingEvent } from '../../../core/contract/training';
import { formatSeconds } from '../../../core/format/duration';
import { formatDecimals, formatPercent } from '../../../core/format/number';
import { message, t, textOf } from '../../../core/messages';
import type { EpochMetrics, RunRecord, TestMetrics } from '../../../core/study/run';
import { print, say } from '../output/output';
import { ProgressBar } from '../output/progress-bar';

export interface Reporter {
  /** What is done before the first step: fetching the engine, the images, compiling. */
  progress(progress: Progress): void;
  note(line: string): void;
  event(event: TrainingEvent): void;
  /** Takes away what only makes sense while something moves. */
  end(): void;
}

export interface ReporterOptions {
  json: boolean;
  /** False where stdout is kept for a table: then all goes to stderr. */
  epochsOnStdout: boolean;
}

export function createReporter({ json, epochsOnStdout }: ReporterOptions): Reporter {
  if (json) return new JsonReporter();
  const line = epochsOnStdout ? print : say;
  return process.stderr.isTTY ? new TerminalReporter(line) : new LineReporter(line);
}

/** `epoch 1/5  loss 1.9021  accuracy 30.12%  val loss ...`. */
export function epochLine(metrics: EpochMetrics, run: RunRecord | undefined): string {
  const { epoch } = metrics;
  return [
    run
      ? t('cli.training.epoch', { epoch, epochs: run.settings.epochs })
      : t('cli.training.epochAlone', { epoch }),
    t('cli.training.loss', { value: formatDecimals(metrics.loss, 4) }),
    t('cli.training.accuracy', { value: formatPercent(metrics.accuracy, 2) }),
    t('cli.training.valLoss', { value: formatDecimals(metrics.valLoss, 4) }),
    t('cli.training.valAccuracy', { value: formatPercent(metrics.valAccuracy, 2) }),
    formatSeconds(metrics.seconds),
  ].join('  ');
}

/** `test loss 1.2345  accuracy 71.20%  10,000 images, best checkpoint (epoch 3)`. */
export function testLine({ loss, accuracy, count, epoch }: TestMetrics): string {
  return [
    t('cli.training.testLoss', { value: formatDecimals(loss, 4) }),
    t('cli.training.accuracy', { value: formatPercent(accuracy, 2) }),
    t('cli.training.testImages', { count, epoch }),
  ].join('  ');
}

/** `bfloat16 is 1.9 times as fast as float32 on this CPU: using it.` */
const precisionLine = ({ words, slower }: Extract<TrainingEvent, { type: 'precision' }>): string =>
  slower ? t('cli.training.warning', { text: words }) : words;

const titleOf = (run: RunRecord) => t('cli.training.run', { arm: run.arm, seed: String(run.settings.seed) });

/** Keeps the newest record of every run, which names it in lines about it. */
abstract class RecordKeeper {
  protected readonly runs = new Map<string, RunRecord>();

  /** `begun`: the run has just begun. `tested`: the number that has just come. */
  protected keep(run: RunRecord): { begun: boolean; tested?: TestMetrics | undefined } {
    const before = this.runs.get(run.id);
    this.runs.set(run.id, run);
    return {
      begun: run.state === 'running' && before?.state !== 'running',
      tested: before && before.test === undefined ? run.test : undefined,
    };
  }
}

/** One line of progress for each phase, not for each percent of it. */
class LineReporter extends RecordKeeper implements Reporter {
  #phase = '';

  constructor(private readonly line: (text: string) => void) {
    super();
  }

  progress(progress: Progress): void {
    const phase = textOf(progress.phase);
    const detail = textOf(progress.detail ?? '');
    if (phase === this.#phase) return;
    this.#phase = phase;
    say(detail ? `${phase}: ${detail}` : phase);
  }

  note(line: string): void {
    say(line);
  }

  event(event: TrainingEvent): void {
    if (event.type === 'progress') this.progress(event.progress);
    if (event.type === 'precision') this.note(precisionLine(event));
    if (event.type === 'epoch') this.line(epochLine(event.metrics, this.runs.get(event.runId)));
    if (event.type === 'testing') this.progress({ phase: message('cli.training.testing') });
    if (event.type !== 'run') return;
    const { begun, tested } = this.keep(event.run);
    if (begun) this.line(titleOf(event.run));
    if (tested) this.line(testLine(tested));
  }

  end(): void {}
}

class TerminalReporter extends RecordKeeper implements Reporter {
  readonly #bar = new ProgressBar(process.stderr);

  constructor(private readonly line: (text: string) => void) {
    super();
  }

  progress({ fraction, ...progress }: Progress): void {
    const phase = textOf(progress.phase);
    const detail = textOf(progress.detail ?? '');
    this.#bar.show(fraction, detail ? `${phase}  ${detail}` : phase);
  }

  note(line: string): void {
    this.#bar.clear();
    say(line);
  }

  event(event: TrainingEvent): void {
    if (event.type === 'progress') this.progress(event.progress);
    if (event.type === 'precision') this.note(precisionLine(event));
    if (event.type === 'run') {
      this.#bar.track(event.run);
      const { begun, tested } = this.keep(event.run);
      if (begun) this.#write(titleOf(event.run));
      if (tested) this.#write(testLine(tested));
    }
    if (event.type === 'step') this.#bar.step(event.metrics);
    if (event.type === 'statistics')
      this.#bar.show(event.fraction, t('cli.training.reestimating', { epoch: event.epoch }));
    if (event.type === 'validating')
      this.#bar.show(event.fraction, t('cli.training.validating', { epoch: event.epoch }));
    if (event.type === 'testing') this.#bar.show(event.fraction, t('cli.training.testing'));
    if (event.type === 'epoch') {
      this.#bar.epoch(event.metrics);
      this.#write(epochLine(event.metrics, this.runs.get(event.runId)));
    }
  }

  end(): void {
    this.#bar.clear();
  }

  #write(text: string): void {
    this.#bar.clear();
    this.line(text);
  }
}

/** One JSON object per line on stdout; what is done before the first step goes to stderr. */
class JsonReporter extends RecordKeeper implements Reporter {
  readonly #lines = new LineReporter(say);

  progress(progress: Progress): void {
    this.#lines.progress(progress);
  }

  note(line: string): void {
    say(line);
  }

  event(event: TrainingEvent): void {
    if (event.type === 'run') {
      const { tested } = this.keep(event.run);
      const { id, arm, settings } = event.run;
      if (tested) print(JSON.stringify({ type: 'test', ...tested, id, arm, seed: settings.seed }));
    }
    if (event.type === 'progress') this.progress(event.progress);
    if (event.type === 'precision') this.note(precisionLine(event));
    if (event.type !== 'epoch') return;
    const run = this.runs.get(event.runId);
    print(JSON.stringify({ ...event.metrics, id: event.runId, arm: run?.arm, seed: run?.settings.seed }));
  }

  end(): void {}
}
