/** Reports a training: as JSON lines for programs, as text for logs and people. */

import type { Progress } from '../../../core/contract/engine';
import type { TrainingEvent } from '../../../core/contract/training';
import { formatSeconds } from '../../../core/format/duration';
import { formatDecimals, formatPercent } from '../../../core/format/number';
import { message, t } from '../../../core/messages';
import { type EpochMetrics, nameOf, type RunRecord, type TestMetrics } from '../../../core/study/run';
import { print, say } from '../output/output';
import { Phases } from '../output/phases';

export interface ReporterOptions {
  /** Results as JSON lines on stdout, and all else in plain lines on stderr. */
  json?: boolean;
  /** Results as text on stderr: stdout is kept for a table. */
  table?: boolean;
}

export class Reporter {
  /** The newest record of each run. */
  readonly #runs = new Map<string, RunRecord>();
  readonly #json: boolean;
  readonly #print: (line: string) => void;
  readonly #phases: Phases;
  /** The run that the moving line follows, while others may train beside it. */
  #front: string | undefined;
  /** The run under whose name the last line is. */
  #named: string | undefined;

  constructor({ json = false, table = false }: ReporterOptions) {
    this.#json = json;
    this.#print = table ? say : print;
    this.#phases = new Phases(process.stderr.isTTY && !json);
  }

  /** Work before the first step: getting the engine and the images, compiling. */
  progress(progress: Progress): void {
    this.#phases.show(progress);
  }

  note(line: string): void {
    this.#phases.note(line);
  }

  event(event: TrainingEvent): void {
    if (event.type === 'precision')
      this.note(event.slower ? t('cli.training.warning', { text: event.words }) : event.words);
    if (event.type === 'run') this.#run(event.run);
    if (event.type === 'epoch') this.#epoch(event.runId, event.metrics);
    if ('runId' in event && (event.runId === this.#front || this.#front === undefined)) this.#move(event);
  }

  #move(event: Extract<TrainingEvent, { runId: string }>): void {
    const { bar } = this.#phases;
    if (event.type === 'progress') this.progress(event.progress);
    if (event.type === 'step') bar?.step(event.metrics);
    if (event.type === 'epoch') bar?.epoch(event.metrics);
    if (event.type === 'statistics')
      bar?.show(event.fraction, t('cli.training.reestimating', { epoch: event.epoch }));
    if (event.type === 'validating')
      bar?.show(event.fraction, t('cli.training.validating', { epoch: event.epoch }));
    if (event.type === 'testing')
      this.progress({ phase: message('cli.training.testing'), fraction: event.fraction });
  }

  /** Clears the moving line. */
  end(): void {
    this.#phases.clear();
  }

  #run(run: RunRecord): void {
    const { id, arm, settings, state, test } = run;
    const before = this.#runs.get(id);
    this.#runs.set(id, run);
    if (this.#front === undefined || this.#front === id)
      this.#front = trains(run) ? id : [...this.#runs.values()].find(trains)?.id;
    const front = this.#front === undefined ? undefined : this.#runs.get(this.#front);
    if (front) this.#phases.bar?.track(front);
    if (state === 'running' && before?.state !== 'running' && id === this.#front) this.#name(run);
    if (!test || !before || before.test) return;
    this.#name(run);
    const { seed } = settings;
    this.#write(this.#json ? JSON.stringify({ type: 'test', ...test, id, arm, seed }) : testLine(test));
  }

  /** The name of the run that the next line is about, where the last one was about another. */
  #name(run: RunRecord): void {
    if (this.#json || this.#named === run.id) return;
    this.#named = run.id;
    this.#write(nameOf(run));
  }

  #epoch(id: string, metrics: EpochMetrics): void {
    const run = this.#runs.get(id);
    if (run) this.#name(run);
    this.#write(
      this.#json
        ? JSON.stringify({ ...metrics, id, arm: run?.arm, seed: run?.settings.seed })
        : epochLine(metrics, run),
    );
  }

  #write(line: string): void {
    this.#phases.clear();
    this.#print(line);
  }
}

const trains = ({ state }: RunRecord): boolean => state === 'preparing' || state === 'running';

/** `epoch 1/5  loss 1.9021  accuracy 30.12%  val loss ...` */
function epochLine({ epoch, ...metrics }: EpochMetrics, run: RunRecord | undefined): string {
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

/** `test loss 1.2345  accuracy 71.20%  10,000 images, best checkpoint (epoch 3)` */
const testLine = ({ loss, accuracy, count, epoch }: TestMetrics): string =>
  [
    t('cli.training.testLoss', { value: formatDecimals(loss, 4) }),
    t('cli.training.accuracy', { value: formatPercent(accuracy, 2) }),
    t('cli.training.testImages', { count, epoch }),
  ].join('  ');
