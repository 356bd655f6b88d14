/** Which runs this process owns: of several processes that want one, one is let in. */
import { type Message, message, type Value } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { Refusal } from '../basics/refusal';
import { inWords } from '../disk/trouble';
import { ownerWords } from '../processes/owner';
import { holdWorker, RunInUse, releaseRun, takeRun } from './ownership';
import { ACTIVE, type RunRecords } from './records';
import type { RunRecovery } from './recovering';
import { type Ending, takeRequest } from './requests';

export class OwnedRuns {
  /** By run: owner.json must hold this token when the run is released. */
  readonly #tokens = new Map<string, string>();

  /** @param app what Skipwire runs in, for the messages of other processes: `cli`, `browser`, `electron`. */
  constructor(
    private readonly records: RunRecords,
    private readonly recovery: RunRecovery,
    private readonly app: string | undefined,
  ) {}

  /** A run that was made with this process as its owner. */
  note(id: string, token: string): void {
    this.#tokens.set(id, token);
  }

  /** It is gone. */
  forget(id: string): void {
    this.#tokens.delete(id);
  }

  /**
   * Makes this process the owner of a run that nobody trains.
   * @returns the record as it is then.
   * @throws Refusal while the run is queued, trained, repaired or deleted.
   */
  async take(id: string): Promise<RunRecord> {
    const run = await this.records.read(id);
    await this.own(id, (owner) =>
      ACTIVE.has(run.state)
        ? message('runs.inUse.training', { id, state: run.state, owner })
        : message('runs.inUse.tryAgain', { id, owner }),
    );
    try {
      const now = await this.records.read(id);
      // Its process died: what is in the folder counts.
      return ACTIVE.has(now.state) ? await this.recovery.writeInterrupted(now) : now;
    } catch (error) {
      await this.release(id);
      throw error;
    }
  }

  /** @param inUse what to say of whoever has the run. */
  async own(id: string, inUse: (owner: Value) => Message): Promise<void> {
    const folder = this.records.folder(id);
    try {
      const { token } = await takeRun(folder, id, this.app);
      this.#tokens.set(id, token);
    } catch (error) {
      if (error instanceof RunInUse) throw new Refusal(inUse(ownerWords(error.owner)));
      const what = message('runs.what.open', { id });
      throw inWords(error, { what, where: folder.path, next: 'disk.next.tryAgain' });
    }
  }

  /** Gives a run back that this process has taken; one of another process is left to it. */
  async release(id: string): Promise<void> {
    const token = this.#tokens.get(id);
    this.#tokens.delete(id);
    if (token !== undefined) await releaseRun(this.records.folder(id), token);
  }

  /** What other processes ask of this one about a run that it has taken. */
  async requested(id: string): Promise<Ending | undefined> {
    const token = this.#tokens.get(id);
    return token === undefined ? undefined : takeRequest(this.records.folder(id), token);
  }

  /** Notes which process trains the run, for the one that finds both it and this one dead or dying. */
  async noteWorker(id: string, pid: number): Promise<void> {
    const token = this.#tokens.get(id);
    if (token !== undefined) await holdWorker(this.records.folder(id), token, pid);
  }
}
