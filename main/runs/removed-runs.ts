/** Deletes runs, permanently or into the bin. */

import { rm, stat } from 'node:fs/promises';
import type { BinEntry } from '../../core/contract/bin';
import { message } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { Refusal } from '../basics/refusal';
import type { Bin } from '../bin';
import { removeWhole } from '../disk/move';
import { DiskTrouble } from '../disk/trouble';
import { refuseOthersFiles, runFolder } from './folder';
import type { OwnedRuns } from './owned-runs';
import { livingOwner } from './ownership';
import { ACTIVE, type RunRecords } from './records';

export class RunRemoval {
  constructor(
    private readonly records: RunRecords,
    private readonly owned: OwnedRuns,
  ) {}

  async remove(id: string): Promise<void> {
    await this.#removing(id, (path) => removeWhole(path));
  }

  async moveToBin(id: string, bin: Pick<Bin, 'move' | 'contentOf'>): Promise<BinEntry> {
    return this.#removing(id, async (path, label) => {
      const entry = await bin.move('run', path, label).catch((error: unknown) => {
        if (!(error instanceof DiskTrouble)) throw error;
        const label = message('runs.deletePermanently');
        throw new Refusal(error.said, { type: 'deleteForGood', runId: id, label });
      });
      // Nobody owns it when it is restored.
      await rm(runFolder(bin.contentOf(entry.id)).owner, { force: true }).catch(() => undefined);
      return entry;
    });
  }

  /** @param work gets the folder and a label for people. */
  #removing<T>(id: string, work: (path: string, label: string) => Promise<T>): Promise<T> {
    const folder = this.records.folder(id);
    return this.records.inTurn(id, async () => {
      const run = await this.#readableOf(id);
      const state = run?.state ?? 'failed';
      await this.owned
        .own(id, (owner) =>
          ACTIVE.has(state)
            ? message('runs.inUse.deleteActive', { id, state, owner })
            : message('runs.inUse.delete', { id, owner }),
        )
        .catch(async (error: unknown) => {
          // On a full disk nobody can take the run, and deleting helps.
          const isFull = error instanceof DiskTrouble && ['ENOSPC', 'EDQUOT'].includes(error.code);
          if (!isFull || (await livingOwner(folder))) throw error;
        });
      try {
        await refuseOthersFiles(folder.path, id);
        const done = await work(folder.path, run ? `${run.arm}, seed ${run.settings.seed}` : id);
        this.owned.forget(id);
        this.records.forget(id);
        return done;
      } catch (error) {
        await this.owned.release(id);
        throw error;
      }
    });
  }

  /** Undefined if the folder is not a readable run. @throws Refusal if there is none. */
  async #readableOf(id: string): Promise<RunRecord | undefined> {
    try {
      return await this.records.read(id);
    } catch (error) {
      const found = await stat(this.records.folder(id).path).catch(() => undefined);
      if (!found?.isDirectory()) throw error;
      return undefined;
    }
  }
}
