/** Runs that were unfinished when Skipwire ended: its next start offers to resume them. */
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

const MOST_BYTES = 4 * 1024 * 1024;

const LEFT_OPEN: ReadonlySet<RunState> = new Set<RunState>(['interrupted', 'paused']);

export class Unfinished {
  private readonly file: string;

  constructor(private readonly runs: Pick<RunStore, 'root' | 'get'>) {
    this.file = join(runs.root, 'unfinished.json');
  }

  /** A full disk costs the offer, not the runs. */
  async note(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const all = new Set([...(await this.ids()), ...ids]);
    await writeJson(this.file, { runs: [...all] }).catch(() => undefined);
  }

  /** Resumable ones, oldest first. */
  async list(): Promise<RunRecord[]> {
    const runs = await Promise.all((await this.ids()).map((id) => this.get(id)));
    return runs
      .filter((run) => run !== undefined)
      .filter(({ state }) => LEFT_OPEN.has(state))
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  }

  forget(): Promise<void> {
    return rm(this.file, { force: true });
  }

  private async ids(): Promise<string[]> {
    const text = await textIfThere(this.file, MOST_BYTES).catch(() => undefined);
    const stored = schema.safeParse(text === undefined ? undefined : parseJson(text));
    return stored.success ? stored.data.runs : [];
  }

  /** Undefined if deleted or damaged. */
  private async get(id: string): Promise<RunRecord | undefined> {
    try {
      return await this.runs.get(id);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}
