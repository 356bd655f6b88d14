/** What was being trained when Skipwire ended, so that its next start can offer to go on with it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunRecord, RunState } from '../../../core/study/run';
import { Refusal } from '../../basics/refusal';
import { writeJson } from '../../disk/atomic';
import { parseJson } from '../../disk/json';
import { textIfThere } from '../../disk/regular-file';
import type { RunStore } from '../../runs/store';

const schema = z.object({ runs: z.array(z.string()) });

/** Some megabytes are more runs than anybody has. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Those that the person has ended, or that have gone on meanwhile, need no offer. */
const LEFT_OPEN: ReadonlySet<RunState> = new Set<RunState>(['interrupted', 'paused']);

export class Unfinished {
  private readonly file: string;

  constructor(private readonly runs: Pick<RunStore, 'root' | 'get'>) {
    this.file = join(runs.root, 'unfinished.json');
  }

  /** Adds runs. A disk that refuses costs the offer, never the runs. */
  async note(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const all = new Set([...(await this.ids()), ...ids]);
    await writeJson(this.file, { runs: [...all] }).catch(() => undefined);
  }

  /** Those that can still go on, oldest first. */
  async list(): Promise<RunRecord[]> {
    const runs = await Promise.all((await this.ids()).map((id) => this.get(id)));
    return runs
      .filter((run) => run !== undefined)
      .filter(({ state }) => LEFT_OPEN.has(state))
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  }

  /** They are not offered again. */
  forget(): Promise<void> {
    return rm(this.file, { force: true });
  }

  private async ids(): Promise<string[]> {
    const text = await textIfThere(this.file, MOST_BYTES).catch(() => undefined);
    const stored = schema.safeParse(text === undefined ? undefined : parseJson(text));
    return stored.success ? stored.data.runs : [];
  }

  /** Undefined where the run was deleted or is damaged. */
  private async get(id: string): Promise<RunRecord | undefined> {
    try {
      return await this.runs.get(id);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}
