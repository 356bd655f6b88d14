/** Marks runs of dead processes as interrupted. */
import { rm } from 'node:fs/promises';
import { type Message, type MessageOrText, message, sentences } from '../../core/messages';
import { type RunRecord, recordedError, runRecordSchema } from '../../core/study/run';
import { saidBy } from '../basics/refusal';
import { writeJson } from '../disk/atomic';
import { timeOf } from '../disk/sweep';
import { writing } from '../disk/trouble';
import { listCheckpoints, withRoles } from './checkpoints';
import { readMetrics } from './metrics-file';
import { livingOwner, RunInUse, releaseRun, takeRun } from './ownership';
import { ACTIVE, type RunRecords } from './records';

export class RunRecovery {
  constructor(
    private readonly records: RunRecords,
    private readonly app: string | undefined,
  ) {}

  /** Changes for a run whose worker is gone, with the epochs and checkpoints in its folder. */
  async interrupted({ id, settings }: RunRecord, reason: MessageOrText): Promise<Partial<RunRecord>> {
    const folder = this.records.folder(id);
    const { epochs } = await readMetrics(folder.metrics);
    const { checkpoints } = await listCheckpoints(folder.checkpoints);
    const written = await Promise.all([folder.record, folder.metrics, folder.log].map(timeOf));
    return {
      state: 'interrupted',
      ...recordedError(reason),
      epochs,
      checkpointEpoch: checkpoints.at(-1)?.epoch ?? 0,
      checkpoints: withRoles(checkpoints, { best: settings.checkpoints.best, epochs }),
      endedAt: new Date(Math.max(...written)).toISOString(),
    };
  }

  /** For a run that this process owns. */
  async writeInterrupted(run: RunRecord): Promise<RunRecord> {
    const record = runRecordSchema.parse({ ...run, ...(await this.interrupted(run, endMessage(run))) });
    const path = this.records.folder(run.id).record;
    const what = message('runs.what.end', { id: run.id });
    await writing({ what, where: path, next: 'disk.next.tryAgain' }, () => writeJson(path, record));
    return record;
  }

  /**
   * Marks an active run of a dead process as interrupted. Takes ownership first, since another process may have
   * resumed it.
   */
  async recovered(run: RunRecord): Promise<RunRecord> {
    const folder = this.records.folder(run.id);
    if (!ACTIVE.has(run.state) || (await livingOwner(folder))) return run;
    try {
      const { token } = await takeRun(folder, run.id, this.app);
      try {
        const now = await this.records.read(run.id);
        if (!ACTIVE.has(now.state)) return now;
        await rm(folder.compiled, { recursive: true, force: true });
        return await this.writeInterrupted(now);
      } finally {
        await releaseRun(folder, token);
      }
    } catch (error) {
      if (error instanceof RunInUse) return this.records.read(run.id);
      // A read-only folder, for example: at least show the truth.
      return { ...run, state: 'interrupted', ...recordedError(sentences(endMessage(run), saidBy(error))) };
    }
  }
}

const endMessage = ({ state }: RunRecord): Message =>
  state === 'queued' ? message('runs.endedBeforeStart') : message('runs.endedWhileTraining');
