/** The runs that this process owns. */
import { type Message, message, type Value } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { Refusal } from '../basics/refusal';
import { inWords } from '../disk/trouble';
import { ownerWords } from '../processes/owner';
import type { RunRecovery } from './interrupted-runs';
import { holdWorker, RunInUse, releaseRun, takeRun } from './ownership';
import { ACTIVE, type RunRecords } from './records';
import { type Requested, takeRequest } from './requests';

export class OwnedRuns {
  /** By run, as in owner.json. */
  readonly #tokens = new Map<string, string>();

  constructor(
    private readonly records: RunRecords,
    private readonly recovery: RunRecovery,
    private readonly app: string | undefined,
  ) {}

  /** A run created by this process. */
  note(id: string, token: string): void {
    this.#tokens.set(id, token);
  }

  forget(id: string): void {
    this.#tokens.delete(id);
  }

  /** Takes an inactive run. Change it by `requeue`; `release` gives it back. @throws Refusal if another process uses it. */
  async take(id: string): Promise<RunRecord> {
    const run = await this.records.read(id);
    await this.own(id, (owner) =>
      ACTIVE.has(run.state)
        ? message('runs.inUse.training', { id, state: run.state, owner })
        : message('runs.inUse.tryAgain', { id, owner }),
    );
    try {
      const now = await this.records.read(id);
      // Its process died.
      return ACTIVE.has(now.state) ? await this.recovery.writeInterrupted(now) : now;
    } catch (error) {
      await this.release(id);
      throw error;
    }
  }

  /** @param inUse the refusal if another process has the run. */
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

  async release(id: string): Promise<void> {
    const token = this.#tokens.get(id);
    this.#tokens.delete(id);
    if (token !== undefined) await releaseRun(this.records.folder(id), token);
  }

  /** What another process asks for. */
  async requested(id: string): Promise<Requested | undefined> {
    const token = this.#tokens.get(id);
    return token === undefined ? undefined : takeRequest(this.records.folder(id), token);
  }

  /** Records the training process, in case it outlives this one. */
  async noteWorker(id: string, pid: number): Promise<void> {
    const token = this.#tokens.get(id);
    if (token !== undefined) await holdWorker(this.records.folder(id), token, pid);
  }
}
