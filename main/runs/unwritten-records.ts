/** Records that could not be written (full disk): they count while this process lives and are written when possible. */
import type { RunRecord } from '../../core/study/run';
import { writeJson } from '../disk/atomic';
import { timeOf } from '../disk/sweep';

export class Unwritten {
  /** By the path of run.json, with the time of the file to be replaced. */
  readonly #records = new Map<string, { record: RunRecord; over: number }>();

  async keep(path: string, record: RunRecord): Promise<void> {
    this.#records.set(path, { record, over: await timeOf(path) });
  }

  forget(path: string): void {
    this.#records.delete(path);
  }

  /** Undefined if everything is written, or another process has written the file since. */
  async newest(path: string): Promise<RunRecord | undefined> {
    const kept = this.#records.get(path);
    if (kept && (await timeOf(path)) !== kept.over) this.#records.delete(path);
    return this.#records.get(path)?.record;
  }

  async retry(path: string): Promise<void> {
    const record = await this.newest(path);
    if (!record) return;
    await writeJson(path, record).then(
      () => this.#records.delete(path),
      () => undefined,
    );
  }
}
