/** Which of a run's checkpoints is meant. */
import type { CheckpointChoice } from '../../core/contract';
import type { Checkpoint, RunRecord } from '../../core/study/run';
import { Refusal } from '../refusal';
import { listCheckpoints, newestCheckpoint, withRoles } from './checkpoints';
import type { RunFolder } from './folder';
import { readMetrics } from './metrics-file';

/**
 * The newest checkpoint, or the best by `settings.checkpoints.best`.
 * @throws Refusal when there is none, or the newest is damaged.
 */
export async function chooseCheckpoint(
  run: RunRecord,
  folder: RunFolder,
  which: CheckpointChoice,
): Promise<Checkpoint> {
  const { best } = run.settings.checkpoints;
  const { epochs } = await readMetrics(folder.metrics);
  const listed =
    which === 'last'
      ? await newestCheckpoint(folder.checkpoints).then((newest) => (newest ? [newest] : []))
      : (await listCheckpoints(folder.checkpoints)).checkpoints;
  const found = withRoles(listed, { best, epochs }).find(({ roles }) => roles.includes(which));
  if (found) return found;
  const rule =
    which === 'last' ? 'one is written at the end of every epoch' : `it is that of the best epoch by ${best}`;
  throw new Refusal(
    `Run "${run.id}" (${run.state}) has no ${which === 'last' ? '' : 'best '}checkpoint: ${rule}, and none has ended.`,
  );
}
