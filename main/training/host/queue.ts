/** Trains the runs of all plans in their turn, several at once where lanes have room. */
import type { Progress } from '../../../core/contract/engine';
import type { TrainingEvent } from '../../../core/contract/training';
import { message } from '../../../core/messages';
import { runsToHalve } from '../../../core/study/halved-runs';
import { fastestPrecision, isSlower, precisionWords } from '../../../core/study/precision';
import { LOCAL, type RunRecord } from '../../../core/study/run';
import { saidBy } from '../../basics/refusal';
import type { Ending, Requested } from '../../runs/requests';
import type { RunStore } from '../../runs/store';
import type { Lane, LaneWork } from './lane';
import type { Plan } from './plan';
import { inTurn, lanesOf, type Place, type QueueFile, without } from './queue-file';
import { QueuedRun, type QueuedRunOptions } from './queued-run';
import { failureOf } from './recorded-end';
import type { Outcome } from './supervise';

export interface QueueOptions {
  runs: RunStore;
  file: QueueFile;
  emit(event: TrainingEvent): void;
  /** @throws Refusal if there is no such lane. */
  lane(id: string): Lane;
  /** A run that failed this often is set aside. */
  attempts: number;
  /** Plans a run again after a failure, from its newest checkpoint. @throws Refusal if that is impossible. */
  again(id: string): Promise<Plan>;
  /** Another process asks for these to be trained here. */
  wanted(ids: readonly string[]): void;
}

/** What was queued together. */
interface Batch {
  runs: QueuedRun[];
  /** `auto` has been resolved for its runs. */
  settled: boolean;
  /** Gives its images free. */
  unused(): Promise<void>;
}

/** Milliseconds between checks for requests and changes of other processes. */
const LOOK_EVERY = 250;

export class RunQueue {
  private readonly batches = new Set<Batch>();
  /** By run; those that are done stay until others are added to an idle queue. */
  private readonly runs = new Map<string, QueuedRun>();
  private readonly batchOf = new Map<QueuedRun, Batch>();
  private readonly laneOf = new Map<QueuedRun, Lane>();
  private readonly open = new Set<Lane>();
  /** Batches and lanes whose first run is being prepared; their others wait for it. */
  private readonly preparing = new Set<Batch | Lane>();
  private watch: ReturnType<typeof setInterval> | undefined;
  private looking = false;
  /** The file's, as last handled. */
  private revision = 0;
  private closing: 'interrupted' | 'paused' | undefined;

  private readonly runOptions: QueuedRunOptions;

  constructor(private readonly options: QueueOptions) {
    const { runs, emit } = options;
    this.runOptions = {
      runs,
      emit,
      afterEpoch: ({ studyId, halving }) => {
        if (halving) void this.halve(studyId).catch(() => undefined);
      },
    };
  }

  /** @param unused called when all of its runs have ended. */
  add({ runs, graphs, manifests, leftAt }: Plan, unused: () => Promise<void>): void {
    if (!this.active) this.runs.clear();
    const batch: Batch = {
      runs: runs.map((run) => {
        const graph = graphs.get(run.id);
        const manifest = manifests.get(run.settings.dataset);
        if (!graph || !manifest) throw new Error(`Run "${run.id}" has no graph or no data set.`);
        return new QueuedRun(run, graph, manifest, this.runOptions, leftAt.get(run.id));
      }),
      settled: false,
      unused,
    };
    this.batches.add(batch);
    for (const run of batch.runs) {
      this.runs.set(run.id, run);
      this.batchOf.set(run, batch);
    }
    this.watch ??= setInterval(() => void this.look(), LOOK_EVERY);
    if (this.closing) this.close(this.closing);
    else this.fill();
  }

  get active(): boolean {
    return this.batches.size > 0;
  }

  /** In the order in which they were added. */
  get records(): RunRecord[] {
    return [...this.runs.values()].map(({ record }) => record);
  }

  has(id: string): boolean {
    return this.find(id) !== undefined;
  }

  hasStudy(studyId: string): boolean {
    return this.undone().some(({ record }) => record.studyId === studyId);
  }

  private find(id: string): QueuedRun | undefined {
    const run = this.runs.get(id);
    return run?.stage === 'done' ? undefined : run;
  }

  private undone(): QueuedRun[] {
    return [...this.runs.values()].filter(({ stage }) => stage !== 'done');
  }

  /** Those in training end at their next batch, with a checkpoint, and those that wait without starting. */
  async end(as: Ending, which: (run: RunRecord) => boolean = () => true): Promise<void> {
    await this.endRuns(
      this.undone().filter(({ record }) => which(record)),
      as,
    );
  }

  /** A run in training ends its whole study, unless `alone`; one that waits ends alone. Resolves when they have ended. */
  async endRun(id: string, { as, alone = false }: Requested): Promise<void> {
    const run = this.find(id);
    if (!run) return;
    if (alone || run.stage === 'waiting') await this.endRuns([run], as);
    else await this.end(as, ({ studyId }) => studyId === run.record.studyId);
  }

  /** Ends the runs that the rule of their study gives up. */
  private async halve(studyId: string): Promise<void> {
    const { runs } = await this.options.runs.scan();
    const newest = runs.map((run) => this.runs.get(run.id)?.record ?? run);
    const epochOf = new Map(
      runsToHalve(newest.filter((run) => run.studyId === studyId)).map(({ id, epoch }) => [id, epoch]),
    );
    const given = this.undone().filter(({ id }) => epochOf.has(id));
    for (const run of given) run.halve(epochOf.get(run.id)!);
    await this.endRuns(given, 'stopped');
  }

  private async endRuns(runs: readonly QueuedRun[], as: Ending, closing = false): Promise<void> {
    for (const run of runs) run.end(as, closing);
    const waiting = runs.filter(({ stage }) => stage === 'waiting');
    for (const run of waiting) run.stage = 'taken';
    for (const run of waiting)
      await this.conclude(run, run.leftAt === undefined ? { state: 'stopped' } : goesOn(run.leftAt));
    await Promise.all(runs.map(({ done }) => done));
  }

  /** The app closes: unfinished runs become interrupted, or paused. Resolves when nothing more is written. */
  async close(as: 'interrupted' | 'paused'): Promise<void> {
    this.closing = as;
    await this.endRuns(this.undone(), as === 'paused' ? 'paused' : 'stopped', true);
    await Promise.all([...this.runs.values()].map(({ done }) => done));
  }

  kill(): void {
    for (const run of this.undone()) run.kill();
  }

  /** After a change of the order or the number of slots, by any process. */
  changed(): void {
    const { file, emit, wanted } = this.options;
    this.revision = file.revision;
    emit({ type: 'queue' });
    this.fill();
    // For the process that trains.
    if (!this.active) return;
    const asked = file.order.places.filter((place) => place.wanted && !this.has(place.run));
    if (asked.length > 0) wanted(asked.map(({ run }) => run));
  }

  /** Handles requests of other processes. */
  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const { file, runs } = this.options;
    try {
      // First: what a request ends makes room for the next.
      await file.look().catch(() => undefined);
      if (file.revision !== this.revision) this.changed();
      for (const { id } of this.undone()) {
        const asked = await runs.owned.requested(id).catch(() => undefined);
        if (asked) void this.endRun(id, asked);
      }
    } finally {
      this.looking = false;
    }
  }

  /** Starts runs while a lane has room. One for which there is none is not overtaken. */
  private fill(): void {
    const { file, lane } = this.options;
    const places = inTurn(file.order);
    const known = new Set(places.map(({ run }) => run));
    const unlisted = [...this.runs.keys()]
      .filter((run) => !known.has(run))
      .map((run): Place => ({ run, priority: 0 }));
    const full = new Set<Lane>();
    for (const place of [...places, ...unlisted]) {
      const run = this.find(place.run);
      if (run?.stage !== 'waiting') continue;
      const allowed = lanesOf(place, run.record)
        .map(lane)
        .filter((one) => !full.has(one));
      const free = allowed.find((one) => this.isFree(one, run));
      if (free) void this.begin(run, free);
      else for (const one of allowed) full.add(one);
    }
  }

  private isFree(lane: Lane, next: QueuedRun): boolean {
    const batch = this.batchOf.get(next)!;
    if (!batch.settled && this.preparing.has(batch)) return false;
    if (!this.open.has(lane) && this.preparing.has(lane)) return false;
    const training = [...this.laneOf].flatMap(([run, used]) => (used === lane ? [run.record] : []));
    return lane.hasRoom?.(training, next.record) ?? training.length < lane.slots();
  }

  /** An error ends only its run. */
  private async begin(run: QueuedRun, lane: Lane): Promise<void> {
    run.stage = 'taken';
    this.laneOf.set(run, lane);
    const batch = this.batchOf.get(run)!;
    let outcome: Outcome;
    try {
      if (run.leftAt !== undefined && run.leftAt !== lane.id) outcome = await this.callBack(run, run.leftAt);
      else {
        await this.prepare(run, batch, lane);
        outcome = await run.train(lane, () => this.leave(run));
      }
    } catch (error) {
      outcome = run.signal.aborted ? { state: 'stopped' } : failureOf(error);
      // The lane can train nothing.
      if (!run.signal.aborted && !this.open.has(lane)) await this.endWaiting(() => outcome, lane);
    }
    if (outcome.disk) {
      const reason = message('training.previousFailed', { id: run.id });
      await this.endWaiting(() => ({ state: 'interrupted', message: reason, disk: true }));
    }
    await this.conclude(run, outcome);
  }

  /** Ends a run where it may still be training, so that it is not trained twice. Never rejects. */
  private async callBack(run: QueuedRun, place: string): Promise<Outcome> {
    const { id, signal } = run;
    try {
      await run.change({ state: 'preparing' });
      const lane = this.options.lane(place);
      if (!this.open.has(lane)) {
        const onProgress = (progress: Progress) =>
          this.options.emit({ type: 'progress', runId: id, progress });
        await lane.open?.({ signal, onProgress });
        this.open.add(lane);
      }
      return await run.callBack(lane);
    } catch (error) {
      if (signal.aborted) return goesOn(place);
      const reason = saidBy(error);
      return { state: 'interrupted', message: message('queue.notCalledBack', { id, place, reason }) };
    }
  }

  /** What else is written for a run that has finished does not delay the next. */
  private leave(run: QueuedRun): void {
    this.laneOf.delete(run);
    if (!this.closing) this.fill();
  }

  private async endWaiting(outcome: () => Outcome, lane?: Lane): Promise<void> {
    const { places } = this.options.file.order;
    const waiting = this.undone().filter(({ id, stage, record }) => {
      const place = places.find(({ run }) => run === id);
      const only = lanesOf(place, record).every((other) => other === lane?.id);
      return stage === 'waiting' && (!lane || only);
    });
    for (const run of waiting) run.stage = 'taken';
    for (const run of waiting) await this.conclude(run, outcome());
  }

  private async prepare(run: QueuedRun, batch: Batch, lane: Lane): Promise<void> {
    const first: (Batch | Lane)[] = [];
    if (!batch.settled) first.push(batch);
    if (!this.open.has(lane)) first.push(lane);
    for (const one of first) this.preparing.add(one);
    try {
      await run.change({ state: 'preparing', where: lane.id === LOCAL ? undefined : lane.id });
      const { signal } = run;
      signal.throwIfAborted();
      const onProgress = (progress: Progress) =>
        this.options.emit({ type: 'progress', runId: run.id, progress });
      if (first.includes(lane)) {
        await lane.open?.({ signal, onProgress });
        this.open.add(lane);
      }
      if (first.includes(batch)) {
        // First: how much memory a run takes depends on it.
        await this.settlePrecision(batch, lane, { signal, onProgress });
        await this.settleThreads(batch, lane, { signal, onProgress });
        batch.settled = true;
      }
    } finally {
      for (const one of first) this.preparing.delete(one);
    }
    this.fill();
  }

  /** Results depend on it, so it is chosen before the first run begins, and the record keeps it. */
  private async settleThreads(batch: Batch, lane: Lane, work: LaneWork): Promise<void> {
    const beginning = batch.runs.filter(
      ({ stage, record: { settings, startedAt } }) =>
        stage !== 'done' && settings.threads === null && startedAt === undefined,
    );
    if (beginning.length === 0) return;
    const runs = beginning.map(({ record: run, graph, manifest }) => ({ run, graph, manifest }));
    const begun = () => work.onProgress({ phase: message('queue.measuring') });
    const threads = (await lane.threads?.(runs, work, begun)) ?? null;
    if (threads === null) return;
    for (const run of beginning) await run.change({ settings: { ...run.record.settings, threads } });
  }

  /**
   * Resolves `auto` for all runs before compiling: arms may differ only in their network. The record keeps the result,
   * so resumed runs are exact.
   */
  private async settlePrecision(batch: Batch, lane: Lane, work: LaneWork): Promise<void> {
    const beginning = batch.runs.filter(({ stage, record: { settings, startedAt } }) => {
      const chosen = settings.precision !== 'auto';
      return stage !== 'done' && (!chosen || (settings.precision !== 'float32' && startedAt === undefined));
    });
    const [first] = beginning;
    if (!first) return;
    const begun = (device: string) =>
      work.onProgress({ phase: message('training.phase.speeds', { device }) });
    const graphs = [...new Set(beginning.map(({ graph }) => graph))];
    const speeds = await lane.speeds?.(graphs, work, begun);
    if (speeds) {
      const { precision } = first.record.settings;
      const words = precisionWords(speeds, precision);
      this.options.emit({ type: 'precision', words, slower: isSlower(speeds, precision) });
    }
    const precision = speeds ? fastestPrecision(speeds) : 'float32';
    for (const run of beginning) {
      const { settings } = run.record;
      if (settings.precision === 'auto') await run.change({ settings: { ...settings, precision } });
    }
  }

  /** Never rejects. */
  private async conclude(run: QueuedRun, outcome: Outcome): Promise<void> {
    await run.finish(outcome);
    this.laneOf.delete(run);
    const batch = this.batchOf.get(run)!;
    const again = await this.again(run, outcome);
    if (again) this.replace(run, again);
    else {
      if (!STAYS.has(run.record.state)) {
        await this.options.file.change((order) => without(order, new Set([run.id]))).catch(() => undefined);
      }
      run.tell();
      run.stage = 'done';
    }
    // Only the last of a batch sees this: from a run's stage to here nothing is awaited.
    if (batch.runs.every(({ stage }) => stage === 'done')) {
      await batch.unused();
      this.batches.delete(batch);
    }
    if (!this.active) {
      clearInterval(this.watch);
      this.watch = undefined;
      this.options.emit({ type: 'idle' });
    }
    run.leave();
    if (!this.closing) this.fill();
  }

  /**
   * A run whose worker died goes on from its newest checkpoint, until it is set aside. So does one that was called back, which
   * nobody else has paused.
   */
  private async again(run: QueuedRun, { disk }: Outcome): Promise<Plan | undefined> {
    const { state, failures = [] } = run.record;
    if (disk || run.signal.aborted) return undefined;
    const isTried = state === 'interrupted' && failures.length < this.options.attempts;
    if (!isTried && state !== 'paused') return undefined;
    return this.options.again(run.id).catch(() => undefined);
  }

  private replace(run: QueuedRun, { runs: [record = run.record], leftAt }: Plan): void {
    const next = new QueuedRun(record, run.graph, run.manifest, this.runOptions, leftAt.get(run.id));
    const batch = this.batchOf.get(run)!;
    batch.runs[batch.runs.indexOf(run)] = next;
    this.batchOf.set(next, batch);
    this.runs.set(next.id, next);
  }
}

const goesOn = (place: string): Outcome => ({
  state: 'interrupted',
  message: message('executors.goesOn', { place }),
});

/** States of runs that stay in the queue: they can go on. */
export const STAYS: ReadonlySet<RunRecord['state']> = new Set<RunRecord['state']>([
  'paused',
  'interrupted',
  'failed',
]);
