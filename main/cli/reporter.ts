/** How a training is told: as JSON for programs, in lines for logs, with a bar for a person at a terminal. */
import type { Progress } from '../../core/contract/engine';
import type { TrainingEvent } from '../../core/contract/training';
import type { EpochMetrics, RunRecord } from '../../core/study/run';
import { duration, print, say } from './output';
import { ProgressBar } from './progress-bar';

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

const fixed = (value: number, digits: number) => value.toFixed(digits);

/** `epoch 1/5  loss 1.9021  accuracy 30.12 %  val loss ...`. */
export function epochLine(metrics: EpochMetrics, run: RunRecord | undefined): string {
  const epochs = run ? `/${run.settings.epochs}` : '';
  return [
    `epoch ${metrics.epoch}${epochs}`,
    `loss ${fixed(metrics.loss, 4)}`,
    `accuracy ${fixed(100 * metrics.accuracy, 2)} %`,
    `val loss ${fixed(metrics.valLoss, 4)}`,
    `val accuracy ${fixed(100 * metrics.valAccuracy, 2)} %`,
    duration(metrics.seconds),
  ].join('  ');
}

const titleOf = (run: RunRecord) => `${run.arm}, seed ${run.settings.seed}`;

/** Keeps the newest record of every run, which names it in lines about it. */
abstract class RecordKeeper {
  protected readonly runs = new Map<string, RunRecord>();

  /** True when the run has just begun. */
  protected keep(run: RunRecord): boolean {
    const before = this.runs.get(run.id)?.state;
    this.runs.set(run.id, run);
    return run.state === 'running' && before !== 'running';
  }
}

/** One line of progress for each phase, not for each percent of it. */
class LineReporter extends RecordKeeper implements Reporter {
  #phase = '';

  constructor(private readonly line: (text: string) => void) {
    super();
  }

  progress({ phase, detail }: Progress): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    say(detail ? `${phase}: ${detail}` : phase);
  }

  note(line: string): void {
    say(line);
  }

  event(event: TrainingEvent): void {
    if (event.type === 'progress') this.progress(event.progress);
    if (event.type === 'epoch') this.line(epochLine(event.metrics, this.runs.get(event.runId)));
    if (event.type === 'run' && this.keep(event.run)) this.line(titleOf(event.run));
  }

  end(): void {}
}

class TerminalReporter extends RecordKeeper implements Reporter {
  readonly #bar = new ProgressBar(process.stderr);

  constructor(private readonly line: (text: string) => void) {
    super();
  }

  progress({ phase, fraction, detail }: Progress): void {
    this.#bar.show(fraction, detail ? `${phase}  ${detail}` : phase);
  }

  note(line: string): void {
    this.#bar.clear();
    say(line);
  }

  event(event: TrainingEvent): void {
    if (event.type === 'progress') this.progress(event.progress);
    if (event.type === 'run') {
      this.#bar.track(event.run);
      if (this.keep(event.run)) this.#write(titleOf(event.run));
    }
    if (event.type === 'step') this.#bar.step(event.metrics);
    if (event.type === 'validating') this.#bar.show(event.fraction, `epoch ${event.epoch}  validating`);
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
    if (event.type === 'run') this.keep(event.run);
    if (event.type === 'progress') this.progress(event.progress);
    if (event.type !== 'epoch') return;
    const run = this.runs.get(event.runId);
    print(JSON.stringify({ ...event.metrics, id: event.runId, arm: run?.arm, seed: run?.settings.seed }));
  }

  end(): void {}
}
