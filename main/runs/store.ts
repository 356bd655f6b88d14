/** Runs on disk, one folder each: the layout is in folder.ts, the words in core/study/run.ts. */

import { rm } from 'node:fs/promises';
import type { CheckpointChoice } from '../../core/contract';
import type { BinEntry } from '../../core/contract/bin';
import type { RepairReport } from '../../core/contract/repair';
import type { GraphDocument } from '../../core/graph/document';
import { type Message, type MessageOrText, message } from '../../core/messages';
import type { SparseConfusion } from '../../core/study/confusion';
import { type Checkpoint, type RunMetrics, type RunRecord, runRecordSchema } from '../../core/study/run';
import { Refusal } from '../basics/refusal';
import type { Bin } from '../bin';
import { writeJson } from '../disk/atomic';
import { removeWhole } from '../disk/move';
import { sweep } from '../disk/sweep';
import { writing } from '../disk/trouble';
import { currentOwner } from '../processes/owner';
import { belongingOf } from './binding';
import { type ChosenCheckpoint, chooseCheckpoint } from './choose-checkpoint';
import { nextColor } from './colors';
import { readConfusion } from './confusion-files';
import { endActive, requireActive } from './ending';
import type { Environment } from './environment';
import type { RunFolder } from './folder';
import { runId } from './ids';
import { readMetrics } from './metrics-file';
import { writeNewFolder } from './new-folder';
import { readGraph, readRecordOfAnyName } from './read-run';
import { ACTIVE, type BrokenRun, RunRecords } from './records';
import { RunRecovery } from './recovering';
import { RunRemoval } from './removing';
import { inspectRun } from './repair/inspect';
import { repairRun } from './repair/repair';
import type { Ending } from './requests';
import type { Tensor } from './safetensors';
import { OwnedRuns } from './taking';

export interface NewRun
  extends Pick<
    RunRecord,
    'studyId' | 'studyName' | 'arm' | 'settings' | 'network' | 'split' | 'stepsPerEpoch' | 'startedFrom'
  > {
  graph: GraphDocument;
  /** Text of summary.txt. */
  summary: string;
  environment: Environment;
  /** File that says which files of the data set were dropped or are odd; it is copied into the run's folder. */
  listed?: string;
  /** Weights by name that the training begins with, in place of drawn ones. */
  weights?: ReadonlyMap<string, Tensor>;
}

export class RunStore {
  readonly root: string;
  private readonly now: () => Date;
  private readonly report: (broken: BrokenRun) => void;
  private readonly app: string | undefined;
  private readonly records: RunRecords;
  private readonly recovery: RunRecovery;
  private readonly owned: OwnedRuns;
  private readonly removal: RunRemoval;
  private creating: Promise<unknown> = Promise.resolve();
  private readonly reported = new Set<string>();

  /**
   * @param options.report called once for each folder that `list` skips.
   * @param options.app what Skipwire runs in, for the messages of other processes: `cli`, `browser`, `electron`.
   */
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

  /** A new queued run, owned by this process. The folder appears whole. */
  create(run: NewRun): Promise<RunRecord> {
    const created = this.creating.then(() => this.createNow(run));
    // One after the other: each color depends on the runs before.
    this.creating = created.catch(() => undefined);
    return created;
  }

  private async createNow(run: NewRun): Promise<RunRecord> {
    const { graph, summary, environment, weights, listed, ...described } = run;
    const date = this.now();
    const color = nextColor((await this.scan()).runs, run.studyId);
    const record = runRecordSchema.parse({
      format: 'skipwire.run',
      version: 1,
      id: runId(run.arm, run.settings.seed, date),
      ...described,
      state: 'queued',
      createdAt: date.toISOString(),
      color,
    });
    const owner = currentOwner(record.id, this.app);
    await writeNewFolder(this.folder(record.id).path, {
      record,
      graph,
      summary,
      environment,
      owner,
      weights,
      listed,
    });
    this.owned.note(record.id, owner.token);
    return record;
  }

  /** Newest first. Broken folders are reported and passed over; runs of dead processes come as interrupted. */
  async list(): Promise<RunRecord[]> {
    const { runs, broken } = await this.scan();
    for (const one of broken) {
      if (this.reported.has(one.folder)) continue;
      this.reported.add(one.folder);
      this.report(one);
    }
    return Promise.all(runs.map((run) => this.recovery.recovered(run)));
  }

  /** @throws Refusal when there is no such run or its run.json is damaged. */
  async get(id: string): Promise<RunRecord> {
    await this.records.retry(id);
    return this.recovery.recovered(await this.records.read(id));
  }

  /** What is on the disk, newest first. */
  scan(): Promise<{ runs: RunRecord[]; broken: BrokenRun[] }> {
    return this.records.scan();
  }

  /** The folder of a run. @throws Refusal for a text that cannot be the name of one. */
  folder(id: string): RunFolder {
    return this.records.folder(id);
  }

  /**
   * Changes the record; `id` and `createdAt` never change. Ends of a run (finished, ...) release it.
   * @throws DiskTrouble where it cannot be written; it counts all the same, and is written as soon as that works.
   */
  update(id: string, change: Partial<Omit<RunRecord, 'id' | 'createdAt'>>): Promise<RunRecord> {
    return this.records.inTurn(id, async () => {
      const folder = this.folder(id);
      const record = runRecordSchema.parse({ ...(await this.records.read(id)), ...change });
      const ended = !ACTIVE.has(record.state);
      // First: on a full disk, this is the room that the record needs.
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
   * Makes this process the owner of a run that nobody trains: of several that try at once, one is let in.
   * @returns the record as it is then. It changes by `requeue` only; `release` gives the run back.
   * @throws Refusal while the run is queued, trained, repaired or deleted.
   */
  take(id: string): Promise<RunRecord> {
    return this.owned.take(id);
  }

  /**
   * Puts the files of a run right, so that it can go on; what was there is kept aside. A folder that was copied or
   * renamed becomes a run of its own.
   * @throws Refusal while the run is queued, trained or taken up, and when its run.json cannot be read.
   */
  async repair(id: string): Promise<RepairReport> {
    const renamed = await this.adopt(id);
    const run = await this.take(id);
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

  /** What `repair` would find; nothing is changed. */
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

  /** Gives a run back that this store has taken; one of another process is left to it. */
  release(id: string): Promise<void> {
    return this.owned.release(id);
  }

  /** Puts a run that was taken in the queue. @param change what else becomes of its record. */
  requeue(id: string, change: Partial<RunRecord>): Promise<RunRecord> {
    return this.update(id, { ...change, state: 'queued' });
  }

  /**
   * Has a run ended by the process that trains it, whichever that is; resolves when it has ended.
   * @throws Refusal when nothing trains it, or its process does not answer.
   */
  async end(id: string, as: Ending): Promise<RunRecord> {
    requireActive(await this.get(id), as);
    return this.endActive(id, as);
  }

  /**
   * As `end`, for a run that was active a moment ago: it may end by itself meanwhile.
   * @throws Refusal when its process does not answer.
   */
  endActive(id: string, as: Ending): Promise<RunRecord> {
    return endActive(this.records, id, as, () => this.get(id));
  }

  /** What other processes ask of this one about a run that it has taken. */
  requested(id: string): Promise<Ending | undefined> {
    return this.owned.requested(id);
  }

  /** Notes which process trains the run, for the one that finds both it and this one dead or dying. */
  noteWorker(id: string, pid: number): Promise<void> {
    return this.owned.noteWorker(id, pid);
  }

  /**
   * Ends a run of this store whose worker went away; the epochs and checkpoints that are in the folder count.
   * @param more what else is to be noted.
   */
  async interrupt(id: string, reason: MessageOrText, more: Partial<RunRecord> = {}): Promise<RunRecord> {
    const run = await this.records.read(id);
    return this.update(id, { ...(await this.recovery.interrupted(run, reason)), ...more });
  }

  /**
   * To be called at start: rewrites every run of a dead process as interrupted, and removes what killed writes left.
   * Returns the runs that were interrupted.
   */
  async recover(): Promise<RunRecord[]> {
    await sweep(this.root, this.now());
    const { runs } = await this.scan();
    const after = await Promise.all(runs.map((run) => this.recovery.recovered(run)));
    return after.filter((run, index) => run !== runs[index]);
  }

  /** Every step and every epoch so far. @throws Refusal when there is no such run. */
  async metrics(id: string): Promise<RunMetrics> {
    await this.records.read(id);
    return readMetrics(this.folder(id).metrics);
  }

  /**
   * Of the validation images after an epoch; runs keep those of the last and the best. Undefined where there is none.
   * @throws Refusal when there is no such run.
   */
  async confusion(id: string, epoch: number): Promise<SparseConfusion | undefined> {
    await this.records.read(id);
    return readConfusion(this.folder(id), epoch);
  }

  /** The network as it was trained. @throws Refusal when there is no such run or its graph is damaged. */
  async graph(id: string): Promise<GraphDocument> {
    return readGraph(this.folder(id), id);
  }

  async writeEnvironment(id: string, environment: Environment): Promise<void> {
    const path = this.folder(id).environment;
    await writing({ what: message('runs.what.environment'), where: path }, () =>
      writeJson(path, environment),
    );
  }

  /** @throws Refusal when there is no such checkpoint, or the newest is damaged. */
  async checkpoint(id: string, which: CheckpointChoice = 'last'): Promise<Checkpoint> {
    return (await this.chosen(id, which)).checkpoint;
  }

  /** A checkpoint with its variables, as they are at one moment. @throws Refusal as `checkpoint`. */
  async chosen(id: string, which: CheckpointChoice = 'last'): Promise<ChosenCheckpoint> {
    const run = await this.records.read(id);
    return chooseCheckpoint(run, this.folder(id), which, belongingOf(run, await this.graph(id)));
  }

  /** All variables of a checkpoint, optimizer slots included. @throws Refusal when there is none, or it is damaged. */
  async readCheckpoint(id: string, which: CheckpointChoice = 'last'): Promise<Map<string, Tensor>> {
    return (await this.chosen(id, which)).tensors;
  }

  /** Deletes the folder for good. @throws Refusal while the run is queued or training. */
  remove(id: string): Promise<void> {
    return this.removal.remove(id);
  }

  /** Moves the folder to the bin. @throws Refusal as `remove`, or when the disk refuses. */
  moveToBin(id: string, bin: Pick<Bin, 'move' | 'contentOf'>): Promise<BinEntry> {
    return this.removal.moveToBin(id, bin);
  }

  /** Takes back what `create` made, while nothing trains it yet. */
  async discard(id: string): Promise<void> {
    await this.records.inTurn(id, () => removeWhole(this.folder(id).path));
  }
}
