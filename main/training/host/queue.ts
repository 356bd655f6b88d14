/** Trains the runs of a plan one after the other and keeps their records. */

import { messageOf } from '../../../core/basics/errors';
import type { Progress } from '../../../core/contract/engine';
import type { TrainingEvent } from '../../../core/contract/training';
import { type Message, message } from '../../../core/messages';
import { fastestPrecision, isSlower, precisionWords } from '../../../core/study/precision';
import { type RunRecord, recordedError } from '../../../core/study/run';
import { DiskTrouble } from '../../disk/trouble';
import { ACTIVE } from '../../runs/records';
import type { Ending } from '../../runs/requests';
import type { RunStore } from '../../runs/store';
import type { FromWorker } from '../protocol/messages';
import type { Lane, LaneWork, StopReason } from './lane';
import type { Plan } from './plan';
import { failureOf, offersOf, recordedEnd } from './recorded-end';
import type { Outcome } from './supervise';

export interface QueueOptions {
  runs: RunStore;
  emit(event: TrainingEvent): void;
  lane: Lane;
}

/** Milliseconds between checks for requests of other processes. */
const LOOK_EVERY = 250;
const CLOSED = message('training.closed');

export class RunQueue {
  /** In order of training; the newest record of each. */
  private records: RunRecord[];
  private readonly stopping = new AbortController();
  private readonly killing = new AbortController();
  private ending: Ending = 'stopped';
  private closing = false;
  private looking = false;
  private current: string | undefined;
  /** Removed from the queue before their turn. */
  private readonly dropped = new Set<string>();
  /** Never rejects. */
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

  /** The current run ends at its next batch, with a checkpoint, and all others without starting. */
  end(as: Ending): void {
    if (this.stopping.signal.aborted) return;
    this.ending = as;
    this.stopping.abort((this.closing ? 'closing' : as) satisfies StopReason);
  }

  has(id: string): boolean {
    return this.records.some((run) => run.id === id && ACTIVE.has(run.state));
  }

  /** Ends the current run and all after it, or a single waiting run. Resolves when it has ended. */
  async endRun(id: string, as: Ending): Promise<void> {
    if (id === this.current) {
      this.end(as);
      await this.done;
    } else if (this.has(id) && !this.dropped.has(id)) {
      this.dropped.add(id);
      await this.finish(id, { state: 'stopped' }, as);
    }
  }

  /** Handles requests of other processes. */
  private async lookForRequests(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      for (const { id } of this.records.filter((run) => ACTIVE.has(run.state))) {
        const as = await this.options.runs.owned.requested(id).catch(() => undefined);
        if (as) void this.endRun(id, as);
      }
    } finally {
      this.looking = false;
    }
  }

  /** The app closes: unfinished runs become interrupted, or paused. */
  close(as: 'interrupted' | 'paused'): void {
    this.closing = true;
    this.end(as === 'paused' ? 'paused' : 'stopped');
  }

  kill(): void {
    this.killing.abort();
  }

  /** An error ends only its run. */
  private async trainAll(): Promise<void> {
    const { signal } = this.stopping;
    const { lane } = this.options;
    let open = false;
    /** The outcome of all remaining runs. */
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
          if (!open) {
            const onProgress = (progress: Progress) =>
              this.options.emit({ type: 'progress', runId: id, progress });
            await lane.open?.({ signal, onProgress });
            await this.settlePrecision({ signal, onProgress });
            open = true;
          }
          outcome = await this.trainOne(id);
        }
      } catch (error) {
        outcome = signal.aborted ? { state: 'stopped' } : failureOf(error);
        // The lane can train nothing.
        if (!open) rest = outcome;
      }
      if (outcome.disk && !rest) rest = { state: 'interrupted', message: didNotBegin(id) };
      await this.finish(id, outcome, this.ending);
    }
    this.current = undefined;
  }

  /**
   * Resolves `auto` for all runs before compiling: arms may differ only in their network. The record keeps the result,
   * so resumed runs are exact.
   */
  private async settlePrecision(work: LaneWork): Promise<void> {
    const { graphs } = this.plan;
    const beginning = this.records.filter(
      ({ id, settings, startedAt }) =>
        this.has(id) &&
        (settings.precision === 'auto' || (settings.precision !== 'float32' && startedAt === undefined)),
    );
    const [first] = beginning;
    if (!first) return;
    const begun = (device: string) =>
      work.onProgress({ phase: message('training.phase.speeds', { device }) });
    const theirs = beginning.flatMap(({ id }) => graphs.get(id) ?? []);
    const speeds = await this.options.lane.speeds?.([...new Set(theirs)], work, begun);
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

  private async trainOne(id: string): Promise<Outcome> {
    const run = this.record(id);
    const graph = this.plan.graphs.get(id);
    const manifest = this.plan.manifests.get(run.settings.dataset);
    if (!graph || !manifest) throw new Error(`Run "${id}" has no graph or no data set.`);
    // Records are written in order; events are sent at once.
    let writing = Promise.resolve();
    const outcome = await this.options.lane.train({
      run,
      graph,
      manifest,
      stop: this.stopping.signal,
      kill: this.killing.signal,
      onMessage: (message) => {
        this.forward(id, message);
        writing = writing.then(() => this.note(id, message));
        // Awaited below.
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
      } else await this.change(id, recordedEnd(this.record(id), outcome, ending));
    } catch (error) {
      // The folder is not writable: still report the end.
      const end = state === 'interrupted' ? state : 'failed';
      const reason = said ?? messageOf(error);
      await this.options.runs.update(id, { state: end, ...recordedError(reason) }).catch(() => undefined);
      this.put({ ...this.record(id), state: end, ...recordedError(reason) });
    }
  }

  private async change(id: string, change: Partial<RunRecord>): Promise<void> {
    try {
      this.put(await this.options.runs.update(id, change));
    } catch (error) {
      if (!(error instanceof DiskTrouble) || ends(change)) throw error;
      // Written with the next change.
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

const didNotBegin = (id: string): Message => message('training.previousFailed', { id });
