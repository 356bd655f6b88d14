/** Trains the runs of a plan, one after the other, and keeps their records. */

import { messageOf } from '../../../core/basics/errors';
import type { TrainingEvent } from '../../../core/contract/training';
import type { GraphDocument } from '../../../core/graph/document';
import { type Message, message } from '../../../core/messages';
import {
  fastestPrecision,
  isSlower,
  type PrecisionSpeeds,
  precisionWords,
} from '../../../core/study/precision';
import { type RunChange, type RunRecord, recordedError } from '../../../core/study/run';
import { DiskTrouble } from '../../disk/trouble';
import type { Engine } from '../../engine/types';
import { ACTIVE } from '../../runs/records';
import type { Ending } from '../../runs/requests';
import type { RunStore } from '../../runs/store';
import type { FromWorker } from '../protocol/messages';
import type { Plan } from './plan';
import type { Outcome } from './supervise';

export interface QueueOptions {
  runs: RunStore;
  emit(event: TrainingEvent): void;
  /** Gets the engine for a first run, which hears of the progress. */
  engine(runId: string, signal: AbortSignal): Promise<Engine>;
  /** What is known, or measured now, of the speed of precisions for a study's networks; undefined where that failed. */
  speeds(
    graphs: readonly GraphDocument[],
    engine: Engine,
    signal: AbortSignal,
    begun: () => void,
  ): Promise<PrecisionSpeeds | undefined>;
  /** Trains one run in a worker of its own; `onMessage` comes in order. */
  train(task: TrainTask): Promise<Outcome>;
}

export interface TrainTask {
  run: RunRecord;
  plan: Plan;
  engine: Engine;
  /** Asks the worker to write a checkpoint and end. */
  stop: AbortSignal;
  /** Ends the worker now. */
  kill: AbortSignal;
  onMessage(message: FromWorker): void;
}

/** Milliseconds between looks for requests of other processes. */
const LOOK_EVERY = 250;
const CLOSED = message('training.closed');

export class RunQueue {
  /** In the order of training; the newest record of each. */
  private records: RunRecord[];
  private readonly stopping = new AbortController();
  private readonly killing = new AbortController();
  private ending: Ending = 'stopped';
  private closing = false;
  private looking = false;
  /** The run that is being trained. */
  private current: string | undefined;
  /** Taken out of the queue before their turn. */
  private readonly dropped = new Set<string>();
  /** Resolves when nothing trains any more; never rejects. */
  readonly done: Promise<void>;

  constructor(
    private readonly plan: Plan,
    private readonly options: QueueOptions,
  ) {
    this.records = [...plan.runs];
    for (const run of this.records) options.emit({ type: 'run', run });
    const watch = setInterval(() => void this.lookForRequests(), LOOK_EVERY);
    this.done = this.trainAll().finally(() => clearInterval(watch));
  }

  get runs(): RunRecord[] {
    return [...this.records];
  }

  /** The run under way ends at its next batch, with a checkpoint; so do, without ever beginning, all after it. */
  end(as: Ending): void {
    if (this.stopping.signal.aborted) return;
    this.ending = as;
    this.stopping.abort();
  }

  /** Whether it is queued or trained here. */
  has(id: string): boolean {
    return this.records.some((run) => run.id === id && ACTIVE.has(run.state));
  }

  /**
   * Ends one run: the one under way takes those behind it along, one that waits leaves the queue alone. Resolves when it
   * has ended.
   */
  async endRun(id: string, as: Ending): Promise<void> {
    if (id === this.current) {
      this.end(as);
      await this.done;
    } else if (this.has(id) && !this.dropped.has(id)) {
      this.dropped.add(id);
      await this.finish(id, { state: 'stopped' }, as);
    }
  }

  /** Carries out what other processes ask. A folder that cannot be read has no requests. */
  private async lookForRequests(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      for (const { id } of this.records.filter((run) => ACTIVE.has(run.state))) {
        const as = await this.options.runs.requested(id).catch(() => undefined);
        if (as) void this.endRun(id, as);
      }
    } finally {
      this.looking = false;
    }
  }

  /** As `end`, since the app closes: what had not finished counts as interrupted, or as paused if that was asked for. */
  close(as: 'interrupted' | 'paused'): void {
    this.closing = true;
    this.end(as === 'paused' ? 'paused' : 'stopped');
  }

  kill(): void {
    this.killing.abort();
  }

  /** What goes wrong with a run is that run's end. */
  private async trainAll(): Promise<void> {
    const { signal } = this.stopping;
    let engine: Engine | undefined;
    /** The end of every run that is left. */
    let rest: Outcome | undefined;
    for (const { id } of this.plan.runs) {
      if (this.dropped.has(id)) continue;
      this.current = id;
      if (signal.aborted) rest = { state: 'stopped' };
      let outcome: Outcome;
      try {
        if (rest) outcome = rest;
        else {
          await this.change(id, { state: 'preparing' });
          signal.throwIfAborted();
          if (!engine) {
            const found = await this.options.engine(id, signal);
            await this.settlePrecision(id, found, signal);
            engine = found;
          }
          outcome = await this.trainOne(id, engine);
        }
      } catch (error) {
        outcome = signal.aborted ? { state: 'stopped' } : failureOf(error);
        // Without an engine no other run could do better.
        if (!engine) rest = outcome;
      }
      if (outcome.disk && !rest) rest = { state: 'interrupted', message: didNotBegin(id) };
      await this.finish(id, outcome, this.ending);
    }
    this.current = undefined;
  }

  /**
   * Before anything is compiled, `auto` becomes a precision in the records of all runs, the same for all: a study's arms
   * are to differ in the network alone. It never changes again, so that a run is resumed to the same bits.
   */
  private async settlePrecision(current: string, engine: Engine, signal: AbortSignal): Promise<void> {
    const { graphs } = this.plan;
    const beginning = this.records.filter(
      ({ id, settings, startedAt }) =>
        this.has(id) &&
        (settings.precision === 'auto' || (settings.precision !== 'float32' && startedAt === undefined)),
    );
    const [first] = beginning;
    if (!first) return;
    const progress = {
      phase: message('training.phase.speeds', { device: engine.device }),
    };
    const begun = () => this.options.emit({ type: 'progress', runId: current, progress });
    const theirs = beginning.flatMap(({ id }) => graphs.get(id) ?? []);
    const speeds = await this.options.speeds([...new Set(theirs)], engine, signal, begun);
    if (speeds) {
      const { precision } = first.settings;
      const words = precisionWords(speeds, precision);
      this.options.emit({ type: 'precision', words, slower: isSlower(speeds, precision) });
    }
    const precision = speeds ? fastestPrecision(speeds) : 'float32';
    for (const { id, settings } of beginning) {
      if (settings.precision === 'auto') await this.change(id, { settings: { ...settings, precision } });
    }
  }

  private async trainOne(id: string, engine: Engine): Promise<Outcome> {
    // Records are written in the order of the messages; events leave at once.
    let writing = Promise.resolve();
    const outcome = await this.options.train({
      run: this.record(id),
      plan: this.plan,
      engine,
      stop: this.stopping.signal,
      kill: this.killing.signal,
      onMessage: (message) => {
        this.forward(id, message);
        writing = writing.then(() => this.note(id, message));
        // Looked at below, when the worker is gone.
        writing.catch(() => undefined);
      },
    });
    await writing;
    return outcome;
  }

  private forward(runId: string, message: FromWorker): void {
    switch (message.type) {
      case 'progress':
      case 'step':
      case 'diagnostics':
      case 'epoch':
      case 'statistics':
      case 'validating':
      case 'testing':
        this.options.emit({ runId, ...message });
    }
  }

  private async note(id: string, message: FromWorker): Promise<void> {
    const run = this.record(id);
    switch (message.type) {
      case 'started': {
        const startedAt = run.startedAt ?? new Date().toISOString();
        const { stepsPerEpoch, perClass } = message;
        const split = perClass && run.split ? { split: { ...run.split, perClass } } : {};
        await this.change(id, { state: 'running', startedAt, stepsPerEpoch, ...split });
        break;
      }
      case 'checkpoint': {
        const { checkpoints } = message;
        await this.change(id, { checkpoints, checkpointEpoch: checkpoints.at(-1)?.epoch ?? 0 });
        break;
      }
      case 'epoch':
        await this.change(id, { epochs: [...run.epochs, message.metrics] });
        break;
      case 'test':
        await this.change(id, { test: message.metrics });
    }
  }

  private async finish(id: string, outcome: Outcome, ending: Ending): Promise<void> {
    const { state, message: said } = outcome;
    try {
      if (state === 'interrupted' || (this.closing && state === 'stopped' && ending !== 'paused')) {
        const reason = this.closing ? CLOSED : (said ?? message('training.workerGone'));
        const { suggestedBatchSize, tryCpu } = outcome;
        const more = this.closing ? {} : offersOf({ suggestedBatchSize, tryCpu });
        this.put(await this.options.runs.interrupt(id, reason, more));
      } else await this.change(id, this.endOf(id, outcome, ending));
    } catch (error) {
      // The folder cannot be written (removed, disk full): everybody learns of the end all the same.
      const end = state === 'interrupted' ? state : 'failed';
      const reason = said ?? messageOf(error);
      await this.options.runs.update(id, { state: end, ...recordedError(reason) }).catch(() => undefined);
      this.put({ ...this.record(id), state: end, ...recordedError(reason) });
    }
  }

  private endOf(
    id: string,
    { state, message, early, diverged, ...offers }: Outcome,
    ending: Ending,
  ): Partial<RunRecord> {
    const { changes, checkpoints, startedAt } = this.record(id);
    const at = new Date().toISOString();
    const made: RunChange[] = [];
    if (early) made.push({ type: 'stopped-early', at, ...early });
    if (state === 'stopped' && ending === 'paused') {
      // One that had not begun only waits.
      if (startedAt !== undefined) made.push({ type: 'paused', at, step: checkpoints.at(-1)?.step ?? 0 });
      return { state: 'paused', changes: [...changes, ...made] };
    }
    return {
      state,
      endedAt: at,
      changes: [...changes, ...made],
      ...(message === undefined ? {} : recordedError(message)),
      ...(diverged ? { diverged } : {}),
      ...offersOf(offers),
    };
  }

  private async change(id: string, change: Partial<RunRecord>): Promise<void> {
    try {
      this.put(await this.options.runs.update(id, change));
    } catch (error) {
      if (!(error instanceof DiskTrouble) || ends(change)) throw error;
      // The next write brings it along; what a training cannot do without fails in its worker.
      this.put({ ...this.record(id), ...change });
    }
  }

  private put(run: RunRecord): void {
    this.records = this.records.map((one) => (one.id === run.id ? run : one));
    this.options.emit({ type: 'run', run });
  }

  private record(id: string): RunRecord {
    const run = this.records.find((one) => one.id === id);
    if (!run) throw new Error(`Run "${id}" is not of study "${this.plan.studyId}".`);
    return run;
  }
}

const ends = ({ state }: Partial<RunRecord>): boolean => state !== undefined && !ACTIVE.has(state);

const failureOf = (error: unknown): Outcome => ({
  state: 'failed',
  message: messageOf(error),
  ...(error instanceof DiskTrouble && error.lasts ? { disk: true } : {}),
});

const didNotBegin = (id: string): Message => message('training.previousFailed', { id });

/** What the record keeps of what can be done next. */
const offersOf = ({ suggestedBatchSize, tryCpu }: Pick<Outcome, 'suggestedBatchSize' | 'tryCpu'>) => ({
  ...(suggestedBatchSize === undefined ? {} : { suggestedBatchSize }),
  ...(tryCpu ? { tryCpu } : {}),
});
