/** Runs on disk, one folder each (folder.ts). */

import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnnotationChanges, AnnotationsEvent } from '../../core/contract/annotations';
import type { BinEntry } from '../../core/contract/bin';
import type { CheckpointChoice } from '../../core/contract/checkpoint-choice';
import type { RepairReport } from '../../core/contract/repair';
import type { RunLog } from '../../core/contract/run-log';
import type { GraphDocument } from '../../core/graph/document';
import { type Message, type MessageOrText, message } from '../../core/messages';
import type { SparseConfusion } from '../../core/study/confusion';
import { type RunMetrics, type RunRecord, runRecordSchema } from '../../core/study/run';
import { EventHub } from '../basics/event-hub';
import { Refusal, refuse } from '../basics/refusal';
import type { Bin } from '../bin';
import { writeJson } from '../disk/atomic';
import { removeWhole } from '../disk/move';
import { sweep } from '../disk/sweep';
import { writing } from '../disk/trouble';
import { currentOwner } from '../processes/owner';
import { changeAnnotations, readAnnotations } from './annotations';
import { belongingOf } from './binding';
import { type ChosenCheckpoint, chooseCheckpoint } from './choose-checkpoint';
import { readConfusion } from './confusion-files';
import type { Environment } from './environment';
import type { RunFolder } from './folder';
import { runId } from './ids';
import { RunRecovery } from './interrupted-runs';
import { readLog } from './log-file';
import { readMetrics } from './metrics-file';
import { type NewFolder, writeNewFolder } from './new-folder';
import { OwnedRuns } from './owned-runs';
import { livingOwner } from './ownership';
import { readGraph, readRecordOfAnyName } from './read-run';
import { ACTIVE, type BrokenRun, RunRecords } from './records';
import { RunRemoval } from './removed-runs';
import { inspectRun } from './repair/inspect';
import { repairRun } from './repair/repair';
import { askOwner, type Requested } from './requests';

/** Milliseconds between checks of a run that another process ends. */
const LOOK_EVERY = 200;

type Described = 'studyId' | 'studyName' | 'arm' | 'settings' | 'network' | 'split' | 'stepsPerEpoch';
type OfStudy = 'baseline' | 'varied' | 'cell';
export type NewRun = Pick<RunRecord, Described | OfStudy | 'startedFrom' | 'startedFromModel'> &
  Omit<NewFolder, 'record' | 'owner'>;

export class RunStore {
  readonly root: string;
  /** The runs that this process owns. */
  readonly owned: OwnedRuns;
  private readonly now: () => Date;
  private readonly report: (broken: BrokenRun) => void;
  private readonly app: string | undefined;
  private readonly records: RunRecords;
  private readonly recovery: RunRecovery;
  private readonly removal: RunRemoval;
  private readonly annotationEvents = new EventHub<AnnotationsEvent>({ isDroppable: () => false });
  private readonly reported = new Set<string>();

  /** @param options.report called once per unreadable folder. @param options.app `cli`, `browser` or `electron`. */
  constructor(options: {
    root: string;
    now?: () => Date;
    report?: (broken: BrokenRun) => void;
    app?: string;
  }) {
    this.root = options.root;
    this.now = options.now ?? (() => new Date());
    this.report = options.report ?? (() => undefined);
    this.app = options.app;
    this.records = new RunRecords(this.root);
    this.recovery = new RunRecovery(this.records, this.app);
    this.owned = new OwnedRuns(this.records, this.recovery, this.app);
    this.removal = new RunRemoval(this.records, this.owned);
  }

  /** A new queued run, owned by this process. */
  async create(run: NewRun): Promise<RunRecord> {
    const { graph, summary, environment, weights, listed, ...described } = run;
    const date = this.now();
    const record = runRecordSchema.parse({
      format: 'skipwire.run',
      version: 1,
      id: runId(run.arm, run.settings.seed, date),
      ...described,
      state: 'queued',
      createdAt: date.toISOString(),
    });
    const owner = currentOwner(record.id, this.app);
    await writeNewFolder(this.folder(record.id).path, { ...run, record, owner });
    this.owned.note(record.id, owner.token);
    return record;
  }

  /** Newest first. Unreadable folders are reported; runs of dead processes become interrupted. */
  async list(): Promise<RunRecord[]> {
    const { runs, broken } = await this.scan();
    for (const one of broken) this.reportOnce(one);
    return Promise.all(runs.map(async (run) => this.withAnnotations(await this.recovery.recovered(run))));
  }

  /** The runs that are not as they were known. @param known digests of earlier answers, by id */
  async changes(
    known: Readonly<Record<string, string>>,
  ): Promise<{ ids: string[]; changed: { digest: string; run: RunRecord }[] }> {
    const runs = await this.list();
    const changed = runs
      .map((run) => ({ digest: digestOf(run), run }))
      .filter(({ digest, run }) => known[run.id] !== digest);
    return { ids: runs.map(({ id }) => id), changed };
  }

  async get(id: string): Promise<RunRecord> {
    await this.records.retry(id);
    return this.withAnnotations(await this.recovery.recovered(await this.records.read(id)));
  }

  private async withAnnotations(run: RunRecord): Promise<RunRecord> {
    const folder = this.folder(run.id);
    const annotations = await readAnnotations(folder, (reason) =>
      this.reportOnce({ folder: folder.annotations, reason }),
    );
    return annotations ? { ...run, annotations } : run;
  }

  private reportOnce(one: BrokenRun): void {
    if (this.reported.has(one.folder)) return;
    this.reported.add(one.folder);
    this.report(one);
  }

  /**
   * In any state of a run, whichever process trains it. Those before the first that fails are changed.
   * @throws Refusal if there is no such run; DiskTrouble if it cannot be written
   */
  async annotate(changes: AnnotationChanges): Promise<void> {
    const after: AnnotationsEvent = {};
    try {
      for (const [id, change] of Object.entries(changes)) {
        await this.records.read(id);
        after[id] = await changeAnnotations(this.folder(id), id, change);
      }
    } finally {
      if (Object.keys(after).length > 0) this.annotationEvents.emit(after);
    }
  }

  annotations(signal?: AbortSignal): AsyncIterableIterator<AnnotationsEvent, undefined> {
    return this.annotationEvents.subscribe(signal);
  }

  close(): void {
    this.annotationEvents.close();
  }

  scan(): Promise<{ runs: RunRecord[]; broken: BrokenRun[] }> {
    return this.records.scan();
  }

  folder(id: string): RunFolder {
    return this.records.folder(id);
  }

  /**
   * Changes the record. A final state (finished, ...) releases the run.
   * @throws DiskTrouble if it cannot be written; the change counts anyway and is written later.
   */
  update(id: string, change: Partial<Omit<RunRecord, 'id' | 'createdAt'>>): Promise<RunRecord> {
    return this.records.inTurn(id, async () => {
      const folder = this.folder(id);
      const record = runRecordSchema.parse({ ...(await this.records.read(id)), ...change });
      const ended = !ACTIVE.has(record.state);
      // First: frees the space that the record may need.
      if (ended) await rm(folder.compiled, { recursive: true, force: true });
      try {
        await this.records.write(record);
      } finally {
        if (ended) await this.owned.release(id);
      }
      return record;
    });
  }

  /**
   * Repairs a run's files; a copied or renamed folder becomes a run of its own.
   * @throws Refusal if the run is in use or run.json is unreadable.
   */
  async repair(id: string): Promise<RepairReport> {
    const renamed = await this.adopt(id);
    const run = await this.owned.take(id);
    try {
      const { report } = await repairRun(run, await this.graphIfSound(id), this.folder(id), this.now());
      return {
        ...report,
        found: [...renamed.found, ...report.found],
        done: [...renamed.done, ...report.done],
      };
    } finally {
      await this.owned.release(id);
    }
  }

  /** What `repair` would find. */
  async inspect(id: string): Promise<Message[]> {
    const { findings } = await inspectRun(
      await this.records.read(id),
      await this.graphIfSound(id),
      this.folder(id),
    );
    return findings.map(({ found }) => found);
  }

  private graphIfSound(id: string): Promise<GraphDocument | undefined> {
    return this.graph(id).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
  }

  private async adopt(id: string): Promise<Pick<RepairReport, 'found' | 'done'>> {
    const folder = this.folder(id);
    const record = await readRecordOfAnyName(folder, id);
    const { id: from, changes } = record;
    if (from === id) return { found: [], done: [] };
    await this.owned.own(id, (owner) => message('runs.inUse.folder', { id, owner }));
    try {
      const at = this.now().toISOString();
      const own = { ...record, id, changes: [...changes, { type: 'renamed' as const, at, from }] };
      await writeJson(folder.record, runRecordSchema.parse(own));
    } finally {
      await this.owned.release(id);
    }
    return {
      found: [message('runs.repair.copied', { from })],
      done: [message('runs.repair.copiedFixed', { id })],
    };
  }

  /** Queues a run that was taken. */
  requeue(id: string, change: Partial<RunRecord>): Promise<RunRecord> {
    return this.update(id, { ...change, state: 'queued' });
  }

  /**
   * Makes the owning process end the run; resolves when it has ended.
   * @throws Refusal if the run is not active or its process does not answer.
   */
  async end(id: string, asked: Requested): Promise<RunRecord> {
    const { state } = await this.get(id);
    if (!ACTIVE.has(state)) refuse('runs.notActive', { id, state, ending: asked.as });
    return this.endActive(id, asked);
  }

  /** As `end`, for a run that may have ended in the meantime. */
  async endActive(id: string, asked: Requested): Promise<RunRecord> {
    const folder = this.folder(id);
    const owner = await livingOwner(folder);
    if (owner) await askOwner(folder, id, owner, asked);
    for (;;) {
      const now = await this.get(id);
      if (!ACTIVE.has(now.state)) return now;
      await sleep(LOOK_EVERY);
    }
  }

  /** Ends one of our runs whose worker is gone, with the epochs and checkpoints in its folder. */
  async interrupt(id: string, reason: MessageOrText, more: Partial<RunRecord> = {}): Promise<RunRecord> {
    const run = await this.records.read(id);
    return this.update(id, { ...(await this.recovery.interrupted(run, reason)), ...more });
  }

  /** At start: marks runs of dead processes as interrupted and removes temporary files. @returns the interrupted runs. */
  async recover(): Promise<RunRecord[]> {
    await sweep(this.root, this.now());
    const { runs } = await this.scan();
    const after = await Promise.all(runs.map((run) => this.recovery.recovered(run)));
    return after.filter((run, index) => run !== runs[index]);
  }

  async metrics(id: string): Promise<RunMetrics> {
    await this.records.read(id);
    return readMetrics(this.folder(id).metrics);
  }

  /** Counts of validation images; stored for the last and the best epoch. Undefined if there is none. */
  async confusion(id: string, epoch: number): Promise<SparseConfusion | undefined> {
    await this.records.read(id);
    return readConfusion(this.folder(id), epoch);
  }

  async graph(id: string): Promise<GraphDocument> {
    return readGraph(this.folder(id), id);
  }

  /** What it has logged. @param from bytes that were read before */
  async log(id: string, from = 0): Promise<RunLog> {
    const { state } = await this.records.read(id);
    return readLog(this.folder(id).log, from, ACTIVE.has(state));
  }

  async writeEnvironment(id: string, environment: Environment): Promise<void> {
    const path = this.folder(id).environment;
    await writing({ what: message('runs.what.environment'), where: path }, () =>
      writeJson(path, environment),
    );
  }

  /**
   * A checkpoint with the requested tensors.
   * @throws Refusal if there is none, or the newest is damaged
   */
  async chosen(
    id: string,
    which: CheckpointChoice = 'last',
    only?: (name: string) => boolean,
  ): Promise<ChosenCheckpoint> {
    const run = await this.records.read(id);
    return chooseCheckpoint(run, this.folder(id), which, belongingOf(run, await this.graph(id)), only);
  }

  remove(id: string): Promise<void> {
    return this.removal.remove(id);
  }

  moveToBin(id: string, bin: Pick<Bin, 'move' | 'contentOf'>): Promise<BinEntry> {
    return this.removal.moveToBin(id, bin);
  }

  /** Undoes `create` before training. */
  async discard(id: string): Promise<void> {
    await this.records.inTurn(id, () => removeWhole(this.folder(id).path));
  }
}

const digestOf = (run: RunRecord): string =>
  createHash('sha256').update(JSON.stringify(run)).digest('base64');
