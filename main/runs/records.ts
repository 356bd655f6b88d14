/** run.json of all runs. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf, messageOf } from '../../core/basics/errors';
import { message } from '../../core/messages';
import type { RunRecord, RunState } from '../../core/study/run';
import { refuse } from '../basics/refusal';
import { TEMPORARY, writeJson } from '../disk/atomic';
import { inWords } from '../disk/trouble';
import { type RunFolder, runFolder } from './folder';
import { RUN_ID } from './ids';
import { readRecord } from './read-run';
import { Unwritten } from './unwritten-records';

/** States in which some process owns the run. */
export const ACTIVE: ReadonlySet<RunState> = new Set<RunState>(['queued', 'preparing', 'running']);

/** A folder that is not a readable run. */
export interface BrokenRun {
  folder: string;
  reason: string;
}

export class RunRecords {
  readonly #unwritten = new Unwritten();
  /** Changes to one run are made one at a time. */
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(readonly root: string) {}

  /** @throws Refusal if the text cannot be a run's name. */
  folder(id: string): RunFolder {
    if (!RUN_ID.test(id) || basename(id) !== id) {
      refuse('runs.badId', { received: JSON.stringify(id) });
    }
    return runFolder(join(this.root, id));
  }

  /** @throws Refusal if there is no such run or run.json is damaged. */
  async read(id: string): Promise<RunRecord> {
    const folder = this.folder(id);
    return (await this.#unwritten.newest(folder.record)) ?? readRecord(folder, id);
  }

  /** Newest first. */
  async scan(): Promise<{ runs: RunRecord[]; broken: BrokenRun[] }> {
    const runs: RunRecord[] = [];
    const broken: BrokenRun[] = [];
    for (const name of await this.#folderNames()) {
      try {
        runs.push(await this.read(name));
      } catch (error) {
        broken.push({ folder: join(this.root, name), reason: messageOf(error) });
      }
    }
    runs.sort((a, b) => compare(b.createdAt, a.createdAt) || compare(b.id, a.id));
    return { runs, broken };
  }

  /** @throws DiskTrouble if it cannot be written; the record counts anyway and is written later. */
  async write(record: RunRecord): Promise<void> {
    const folder = this.folder(record.id);
    try {
      await writeJson(folder.record, record);
      this.forget(record.id);
    } catch (error) {
      await this.#unwritten.keep(folder.record, record);
      const what = message('runs.what.record', { id: record.id });
      throw inWords(error, { what, where: folder.path });
    }
  }

  retry(id: string): Promise<void> {
    return this.inTurn(id, () => this.#unwritten.retry(this.folder(id).record));
  }

  forget(id: string): void {
    this.#unwritten.forget(this.folder(id).record);
  }

  inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const result = (this.#queues.get(id) ?? Promise.resolve()).then(work);
    const settled = result.catch(() => undefined);
    this.#queues.set(id, settled);
    void settled.then(() => {
      if (this.#queues.get(id) === settled) this.#queues.delete(id);
    });
    return result;
  }

  async #folderNames(): Promise<string[]> {
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
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
