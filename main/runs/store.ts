/** Runs on disk, one folder each: the layout is in folder.ts, the words in core/study/run.ts. */

import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf, messageOf } from '../../core/basics/errors';
import type { CheckpointChoice } from '../../core/contract';
import type { BinEntry } from '../../core/contract/bin';
import type { RepairReport } from '../../core/contract/repair';
import type { GraphDocument } from '../../core/graph/document';
import type { MessageOrText } from '../../core/messages';
import type { SparseConfusion } from '../../core/study/confusion';
import {
  type Checkpoint,
  type RunMetrics,
  type RunRecord,
  type RunState,
  recordedError,
  runRecordSchema,
} from '../../core/study/run';
import { Refusal } from '../basics/refusal';
import type { Bin } from '../bin';
import { TEMPORARY, writeJson } from '../disk/atomic';
import { removeWhole } from '../disk/move';
import { sweep } from '../disk/sweep';
import { DiskTrouble, inWords, writing } from '../disk/trouble';
import { currentOwner, ownerWords } from '../processes/owner';
import { belongingOf } from './binding';
import { listCheckpoints, withRoles } from './checkpoints';
import { type ChosenCheckpoint, chooseCheckpoint } from './choose-checkpoint';
import { nextColor } from './colors';
import { readConfusion } from './confusion-files';
import type { Environment } from './environment';
import { type RunFolder, refuseOthersFiles, runFolder } from './folder';
import { RUN_ID, runId } from './ids';
import { readMetrics } from './metrics-file';
import { writeNewFolder } from './new-folder';
import { holdWorker, livingOwner, RunInUse, releaseRun, takeRun } from './ownership';
import { readGraph, readRecord, readRecordOfAnyName } from './read-run';
import { lastChange } from './recovery';
import { inspectRun } from './repair/inspect';
import { repairRun } from './repair/repair';
import { askOwner, type Ending, takeRequest } from './requests';
import type { Tensor } from './safetensors';
import { Unwritten } from './unwritten-records';

/** States of a run that some process still means to train. */
export const ACTIVE: ReadonlySet<RunState> = new Set<RunState>(['queued', 'preparing', 'running']);

/** Milliseconds between looks at a run that another process ends. */
const LOOK_EVERY = 200;

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

/** A folder that is no readable run; it is left as it is. */
export interface BrokenRun {
  folder: string;
  reason: string;
}

export class RunStore {
  readonly root: string;
  private readonly now: () => Date;
  private readonly report: (broken: BrokenRun) => void;
  private readonly app: string | undefined;
  /** The token of each run that this store has taken, by id: owner.json must hold it when the run is released. */
  private readonly tokens = new Map<string, string>();
  /** Changes to one run happen one after the other. */
  private readonly queues = new Map<string, Promise<unknown>>();
  private creating: Promise<unknown> = Promise.resolve();
  private readonly unwritten = new Unwritten();
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
    this.tokens.set(record.id, owner.token);
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
    return Promise.all(runs.map((run) => this.recovered(run)));
  }

  /** What stands on the disk, as it stands there; newest first. */
  async scan(): Promise<{ runs: RunRecord[]; broken: BrokenRun[] }> {
    const runs: RunRecord[] = [];
    const broken: BrokenRun[] = [];
    for (const name of await this.folderNames()) {
      try {
        runs.push(await this.read(name));
      } catch (error) {
        broken.push({ folder: join(this.root, name), reason: messageOf(error) });
      }
    }
    runs.sort((a, b) => compare(b.createdAt, a.createdAt) || compare(b.id, a.id));
    return { runs, broken };
  }

  private async folderNames(): Promise<string[]> {
    try {
      const entries = await readdir(this.root, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isDirectory() && RUN_ID.test(entry.name) && !TEMPORARY.test(entry.name))
        .map((entry) => entry.name);
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
      throw error;
    }
  }

  /** @throws Refusal when there is no such run or its run.json is damaged. */
  async get(id: string): Promise<RunRecord> {
    await this.inTurn(id, () => this.unwritten.retry(this.folder(id).record));
    return this.recovered(await this.read(id));
  }

  private async read(id: string): Promise<RunRecord> {
    const folder = this.folder(id);
    return (await this.unwritten.newest(folder.record)) ?? readRecord(folder, id);
  }

  /** The folder of a run. @throws Refusal for a text that cannot be the name of one. */
  folder(id: string): RunFolder {
    if (!RUN_ID.test(id) || basename(id) !== id) {
      throw new Refusal(`A run's id is the name of its folder. Received: ${JSON.stringify(id)}.`);
    }
    return runFolder(join(this.root, id));
  }

  /**
   * Changes the record; `id` and `createdAt` never change. Ends of a run (finished, ...) release it.
   * @throws DiskTrouble where it cannot be written; it counts all the same, and is written as soon as that works.
   */
  update(id: string, change: Partial<Omit<RunRecord, 'id' | 'createdAt'>>): Promise<RunRecord> {
    return this.inTurn(id, async () => {
      const folder = this.folder(id);
      const record = runRecordSchema.parse({ ...(await this.read(id)), ...change });
      const ended = !ACTIVE.has(record.state);
      // First: on a full disk, this is the room that the record needs.
      if (ended) await rm(folder.compiled, { recursive: true, force: true });
      try {
        await writeJson(folder.record, record);
        this.unwritten.forget(folder.record);
      } catch (error) {
        await this.unwritten.keep(folder.record, record);
        throw inWords(error, { what: `The record of run "${id}" could not be written`, where: folder.path });
      } finally {
        if (ended) await this.release(id);
      }
      return record;
    });
  }

  /**
   * Makes this process the owner of a run that nobody trains: of several that try at once, one is let in.
   * @returns the record as it is then. It changes by `requeue` only; `release` gives the run back.
   * @throws Refusal while the run is queued, trained, repaired or deleted.
   */
  async take(id: string): Promise<RunRecord> {
    const run = await this.read(id);
    await this.own(id, (owner) =>
      ACTIVE.has(run.state)
        ? `Run "${id}" is ${run.state}: it is being trained by ${owner}. Stop it there first, or wait until it ends.`
        : `Run "${id}" is in use by ${owner}. Try again when that is done.`,
    );
    try {
      const now = await this.read(id);
      // Its process died: what is in the folder counts.
      return ACTIVE.has(now.state) ? await this.writeInterrupted(now, endWords(now)) : now;
    } catch (error) {
      await this.release(id);
      throw error;
    }
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
      await this.release(id);
    }
  }

  /** What `repair` would find; nothing is changed. */
  async inspect(id: string): Promise<string[]> {
    const { findings } = await inspectRun(await this.read(id), await this.graphIfSound(id), this.folder(id));
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
    await this.own(id, (owner) => `The folder "${id}" is in use by ${owner}.`);
    try {
      const at = this.now().toISOString();
      const own = { ...record, id, changes: [...changes, { type: 'renamed' as const, at, from }] };
      await writeJson(folder.record, runRecordSchema.parse(own));
    } finally {
      await this.release(id);
    }
    return {
      found: [`The folder is a copy of run "${from}", or was renamed.`],
      done: [`It is now a run of its own, called "${id}".`],
    };
  }

  /** @param words of who has the run, when somebody has it. */
  private async own(id: string, words: (owner: string) => string): Promise<void> {
    try {
      const owner = await takeRun(this.folder(id), id, this.app);
      this.tokens.set(id, owner.token);
    } catch (error) {
      if (error instanceof RunInUse) throw new Refusal(words(ownerWords(error.owner)));
      const where = this.folder(id).path;
      throw inWords(error, { what: `Run "${id}" cannot be opened`, where, next: 'disk.next.tryAgain' });
    }
  }

  /** Gives a run back that this store has taken; one of another process is left to it. */
  async release(id: string): Promise<void> {
    const token = this.tokens.get(id);
    this.tokens.delete(id);
    if (token !== undefined) await releaseRun(this.folder(id), token);
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
    const run = await this.get(id);
    if (!ACTIVE.has(run.state)) {
      throw new Refusal(
        `Run "${id}" is ${run.state}: there is nothing to ${as === 'paused' ? 'pause' : 'stop'}.`,
      );
    }
    return this.endActive(id, as);
  }

  /**
   * As `end`, for a run that was active a moment ago: it may end by itself meanwhile.
   * @throws Refusal when its process does not answer.
   */
  async endActive(id: string, as: Ending): Promise<RunRecord> {
    const folder = this.folder(id);
    const owner = await livingOwner(folder);
    if (owner) await askOwner(folder, id, owner, as);
    for (;;) {
      const now = await this.get(id);
      if (!ACTIVE.has(now.state)) return now;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
  }

  /** What other processes ask of this one about a run that it has taken. */
  async requested(id: string): Promise<Ending | undefined> {
    const token = this.tokens.get(id);
    return token === undefined ? undefined : takeRequest(this.folder(id), token);
  }

  /** Notes which process trains the run, for the one that finds both it and this one dead or dying. */
  async noteWorker(id: string, pid: number): Promise<void> {
    const token = this.tokens.get(id);
    if (token !== undefined) await holdWorker(this.folder(id), token, pid);
  }

  /**
   * Ends a run of this store whose worker went away; the epochs and checkpoints that are in the folder count.
   * @param more what else is to be noted.
   */
  async interrupt(id: string, reason: MessageOrText, more: Partial<RunRecord> = {}): Promise<RunRecord> {
    const run = await this.read(id);
    return this.update(id, { ...(await this.interrupted(run, reason)), ...more });
  }

  private async interrupted({ id, settings }: RunRecord, reason: MessageOrText): Promise<Partial<RunRecord>> {
    const folder = this.folder(id);
    const { epochs } = await readMetrics(folder.metrics);
    const { checkpoints } = await listCheckpoints(folder.checkpoints);
    return {
      state: 'interrupted',
      ...recordedError(reason),
      epochs,
      checkpointEpoch: checkpoints.at(-1)?.epoch ?? 0,
      checkpoints: withRoles(checkpoints, { best: settings.checkpoints.best, epochs }),
      endedAt: (await lastChange(folder)).toISOString(),
    };
  }

  /** For a run that this store owns and keeps. */
  private async writeInterrupted(run: RunRecord, reason: MessageOrText): Promise<RunRecord> {
    const record = runRecordSchema.parse({ ...run, ...(await this.interrupted(run, reason)) });
    const path = this.folder(run.id).record;
    const what = `The end of run "${run.id}" could not be recorded`;
    await writing({ what, where: path, next: 'disk.next.tryAgain' }, () => writeJson(path, record));
    return record;
  }

  /**
   * A run that is called active though its process is dead is rewritten as interrupted: by the one process that gets to
   * own it, so that none is which another has taken up since.
   */
  private async recovered(run: RunRecord): Promise<RunRecord> {
    const folder = this.folder(run.id);
    if (!ACTIVE.has(run.state) || (await livingOwner(folder))) return run;
    try {
      const { token } = await takeRun(folder, run.id, this.app);
      try {
        const now = await this.read(run.id);
        if (!ACTIVE.has(now.state)) return now;
        await rm(folder.compiled, { recursive: true, force: true });
        return await this.writeInterrupted(now, endWords(now));
      } finally {
        await releaseRun(folder, token);
      }
    } catch (error) {
      if (error instanceof RunInUse) return this.read(run.id);
      // A read-only folder, for one: then at least what is shown is true.
      return { ...run, state: 'interrupted', error: `Skipwire ended during this run. ${messageOf(error)}` };
    }
  }

  /**
   * To be called at start: rewrites every run of a dead process as interrupted, and removes what killed writes left.
   * Returns the runs that were interrupted.
   */
  async recover(): Promise<RunRecord[]> {
    await sweep(this.root, this.now());
    const { runs } = await this.scan();
    const after = await Promise.all(runs.map((run) => this.recovered(run)));
    return after.filter((run, index) => run !== runs[index]);
  }

  /** Every step and every epoch so far. @throws Refusal when there is no such run. */
  async metrics(id: string): Promise<RunMetrics> {
    await this.read(id);
    return readMetrics(this.folder(id).metrics);
  }

  /**
   * Of the validation images after an epoch; runs keep those of the last and the best. Undefined where there is none.
   * @throws Refusal when there is no such run.
   */
  async confusion(id: string, epoch: number): Promise<SparseConfusion | undefined> {
    await this.read(id);
    return readConfusion(this.folder(id), epoch);
  }

  /** The network as it was trained. @throws Refusal when there is no such run or its graph is damaged. */
  async graph(id: string): Promise<GraphDocument> {
    return readGraph(this.folder(id), id);
  }

  async writeEnvironment(id: string, environment: Environment): Promise<void> {
    const path = this.folder(id).environment;
    await writing({ what: 'The environment could not be recorded', where: path }, () =>
      writeJson(path, environment),
    );
  }

  /** @throws Refusal when there is no such checkpoint, or the newest is damaged. */
  async checkpoint(id: string, which: CheckpointChoice = 'last'): Promise<Checkpoint> {
    return (await this.chosen(id, which)).checkpoint;
  }

  /** A checkpoint with its variables, as they are at one moment. @throws Refusal as `checkpoint`. */
  async chosen(id: string, which: CheckpointChoice = 'last'): Promise<ChosenCheckpoint> {
    const run = await this.read(id);
    return chooseCheckpoint(run, this.folder(id), which, belongingOf(run, await this.graph(id)));
  }

  /** All variables of a checkpoint, optimizer slots included. @throws Refusal when there is none, or it is damaged. */
  async readCheckpoint(id: string, which: CheckpointChoice = 'last'): Promise<Map<string, Tensor>> {
    return (await this.chosen(id, which)).tensors;
  }

  /** Deletes the folder for good. @throws Refusal while the run is queued or training. */
  async remove(id: string): Promise<void> {
    await this.removing(id, (path) => removeWhole(path));
  }

  /** Moves the folder to the bin. @throws Refusal as `remove`, or when the disk refuses. */
  async moveToBin(id: string, bin: Pick<Bin, 'move' | 'contentOf'>): Promise<BinEntry> {
    return this.removing(id, async (path, label) => {
      const entry = await bin.move('run', path, label).catch((error: unknown) => {
        if (!(error instanceof DiskTrouble)) throw error;
        throw new Refusal(error.message, { type: 'deleteForGood', runId: id, label: 'Delete for good' });
      });
      // It is nobody's when it comes back. A process that dies here is no owner either.
      await rm(runFolder(bin.contentOf(entry.id)).owner, { force: true }).catch(() => undefined);
      return entry;
    });
  }

  /** @param work gets the folder, and what a person knows the run by. */
  private removing<T>(id: string, work: (path: string, label: string) => Promise<T>): Promise<T> {
    const folder = this.folder(id);
    return this.inTurn(id, async () => {
      const run = await this.readableOf(id);
      const state = run?.state ?? 'failed';
      await this.own(id, (owner) =>
        ACTIVE.has(state)
          ? `Run "${id}" is ${state}: stop it before removing it. It is being trained by ${owner}.`
          : `Run "${id}" is in use by ${owner}: it cannot be removed while it is.`,
      ).catch(async (error: unknown) => {
        // On a full disk nobody else can take it either; deleting is what helps then.
        const isFull = error instanceof DiskTrouble && ['ENOSPC', 'EDQUOT'].includes(error.code);
        if (!isFull || (await livingOwner(folder))) throw error;
      });
      try {
        await refuseOthersFiles(folder.path, id);
        const done = await work(folder.path, run ? `${run.arm}, seed ${run.settings.seed}` : id);
        this.tokens.delete(id);
        this.unwritten.forget(folder.record);
        return done;
      } catch (error) {
        await this.release(id);
        throw error;
      }
    });
  }

  /** Takes back what `create` made, while nothing trains it yet. */
  async discard(id: string): Promise<void> {
    await this.inTurn(id, () => removeWhole(this.folder(id).path));
  }

  /** Undefined for a folder that is no readable run. @throws Refusal when there is none. */
  private async readableOf(id: string): Promise<RunRecord | undefined> {
    try {
      return await this.read(id);
    } catch (error) {
      const broken = await stat(this.folder(id).path).then(
        (found) => found.isDirectory(),
        () => false,
      );
      if (!broken) throw error;
      return undefined;
    }
  }

  private inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const result = (this.queues.get(id) ?? Promise.resolve()).then(work);
    const settled = result.catch(() => undefined);
    this.queues.set(id, settled);
    void settled.then(() => {
      if (this.queues.get(id) === settled) this.queues.delete(id);
    });
    return result;
  }
}

/** Why a run ended that its process left behind. */
const endWords = ({ state }: RunRecord): string =>
  state === 'queued'
    ? 'Skipwire ended before this run began.'
    : 'Skipwire ended while this run was training. What had finished is kept.';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
