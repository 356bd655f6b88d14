/** A run that this process trains or will train: its record follows what the worker says. */
import { messageOf } from '../../../core/basics/errors';
import type { TrainingEvent } from '../../../core/contract/training';
import type { GraphDocument } from '../../../core/graph/document';
import { message } from '../../../core/messages';
import { type RunRecord, recordedError } from '../../../core/study/run';
import type { DatasetManifest } from '../../datasets/storage/store';
import { DiskTrouble } from '../../disk/trouble';
import type { Ending } from '../../runs/requests';
import type { RunStore } from '../../runs/store';
import type { FromWorker } from '../protocol/messages';
import type { Lane, StopReason, TrainTask } from './lane';
import { failuresAfter, offersOf, recordedEnd } from './recorded-end';
import type { Outcome } from './supervise';

export interface QueuedRunOptions {
  runs: RunStore;
  emit(event: TrainingEvent): void;
  /** Its record has one more epoch. */
  afterEpoch(run: RunRecord): void;
}

const CLOSED = message('training.closed');

export class QueuedRun {
  /** waiting: for its turn. done: this process is done with it. */
  stage: 'waiting' | 'taken' | 'done' = 'waiting';
  /** Resolves when this process is done with it. */
  readonly done: Promise<void>;
  private readonly stopping = new AbortController();
  private readonly killing = new AbortController();
  private ending: Ending = 'stopped';
  private closing = false;
  private halved: number | undefined;
  private resolve: () => void = () => undefined;

  constructor(
    private newest: RunRecord,
    readonly graph: GraphDocument,
    readonly manifest: DatasetManifest,
    private readonly options: QueuedRunOptions,
    /** Where it may still be training. */
    readonly leftAt?: string,
  ) {
    this.done = new Promise((resolve) => {
      this.resolve = resolve;
    });
    this.tell();
  }

  get record(): RunRecord {
    return this.newest;
  }

  get id(): string {
    return this.newest.id;
  }

  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** At its next batch, with a checkpoint. */
  end(as: Ending, closing = false): void {
    if (this.signal.aborted) return;
    this.ending = as;
    this.closing = closing;
    this.stopping.abort((closing ? 'closing' : as) satisfies StopReason);
  }

  /** The study's rule ends it, after that epoch of its arm. */
  halve(epoch: number): void {
    if (this.signal.aborted) return;
    this.halved = epoch;
    this.end('stopped');
  }

  kill(): void {
    this.killing.abort();
  }

  leave(): void {
    this.stage = 'done';
    this.resolve();
  }

  /**
   * Rejects if the lane does.
   * @param finished called when the lane has room again, before the record says so.
   */
  async train(lane: Lane, finished: () => void): Promise<Outcome> {
    const { outcome, written } = await this.followed((task) => lane.train({ ...task, stop: this.signal }));
    // The rule of a study may end the run that is next, and needs the record.
    if (outcome.state === 'finished' && !this.newest.halving) finished();
    await written;
    return outcome;
  }

  /** Ends it where it may still be training; it is paused then. Rejects if the lane does. */
  async callBack(lane: Lane): Promise<Outcome> {
    this.ending = 'paused';
    const { outcome, written } = await this.followed(
      async (task) => (await lane.callBack?.(task)) ?? { state: 'stopped' },
    );
    await written;
    return outcome;
  }

  /** @returns its end, and what resolves when the record has everything that was said before */
  private async followed(
    follow: (task: Omit<TrainTask, 'stop'>) => Promise<Outcome>,
  ): Promise<{ outcome: Outcome; written: Promise<void> }> {
    // Records are written in order; events are sent at once.
    let writing = Promise.resolve();
    const outcome = await follow({
      run: this.newest,
      graph: this.graph,
      manifest: this.manifest,
      kill: this.killing.signal,
      onMessage: (message) => {
        this.forward(message);
        writing = writing.then(() => this.note(message));
        // Awaited below.
        writing.catch(() => undefined);
      },
    });
    return { outcome, written: writing };
  }

  private forward(message: FromWorker): void {
    switch (message.type) {
      case 'progress':
      case 'step':
      case 'diagnostics':
      case 'epoch':
      case 'statistics':
      case 'validating':
      case 'testing':
        this.options.emit({ runId: this.id, ...message });
    }
  }

  private async note(message: FromWorker): Promise<void> {
    const run = this.newest;
    switch (message.type) {
      case 'started': {
        const startedAt = run.startedAt ?? new Date().toISOString();
        const { stepsPerEpoch, perClass } = message;
        const split = perClass && run.split ? { split: { ...run.split, perClass } } : {};
        await this.change({ state: 'running', startedAt, stepsPerEpoch, ...split });
        break;
      }
      case 'checkpoint': {
        const { checkpoints } = message;
        await this.change({ checkpoints, checkpointEpoch: checkpoints.at(-1)?.epoch ?? 0 });
        break;
      }
      case 'epoch':
        await this.change({ epochs: [...run.epochs, message.metrics] });
        this.options.afterEpoch(this.newest);
        break;
      case 'test':
        await this.change({ test: message.metrics });
    }
  }

  /** Records its end and gives it back; `tell` says so. Never rejects. */
  async finish(outcome: Outcome): Promise<void> {
    const { id, closing, ending } = this;
    const { runs } = this.options;
    const { state, message: said } = outcome;
    const failures = closing ? {} : failuresAfter(this.newest, outcome);
    try {
      if (state === 'interrupted' || (closing && state === 'stopped' && ending !== 'paused')) {
        const reason = closing ? CLOSED : (said ?? message('training.workerGone'));
        const { suggestedBatchSize, tryCpu } = outcome;
        const more = closing ? {} : offersOf({ suggestedBatchSize, tryCpu });
        this.newest = await runs.interrupt(id, reason, { ...more, ...failures });
      } else
        this.newest = await runs.update(id, {
          ...recordedEnd(this.newest, outcome, ending, this.halved),
          ...failures,
        });
    } catch (error) {
      // The folder is not writable: still report the end.
      const end = state === 'interrupted' ? state : 'failed';
      const reason = said ?? messageOf(error);
      await runs.update(id, { state: end, ...recordedError(reason) }).catch(() => undefined);
      this.newest = { ...this.newest, state: end, ...recordedError(reason) };
    }
  }

  /** A change that does not end it. */
  async change(change: Partial<RunRecord>): Promise<void> {
    try {
      this.newest = await this.options.runs.update(this.id, change);
    } catch (error) {
      if (!(error instanceof DiskTrouble)) throw error;
      // Written with the next change.
      this.newest = { ...this.newest, ...change };
    }
    this.tell();
  }

  tell(): void {
    this.options.emit({ type: 'run', run: this.newest });
  }
}
