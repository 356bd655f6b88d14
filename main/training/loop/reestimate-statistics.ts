/**
 * Precise BatchNorm: before each validation, the moving mean and variance are re-estimated with the weights held still
 * (main/compiler/passes/batch-statistics.ts). They take the place of the moving averages, in the checkpoint too, so what is
 * saved and exported is what was validated; training goes on from them and never reads them.
 *
 * The batches are the first full ones of the epoch that was just trained: its order, its augmentation, and the draws that
 * its steps had. So they are a function of (seed, epoch), whenever they are gone through; and as each epoch begins with
 * an iterator of its own, the next one does not notice.
 */
import type { Session } from '../../engine/types';
import { float32, int32 } from '../../engine/values';
import type { Training } from '../state/training';
import { type EvaluationHooks, untilTheEnd } from './evaluate';

/** Whether the statistics are re-estimated: asked for, and the network has some. */
export const reestimates = ({ model, settings }: Training): boolean =>
  settings.preciseBatchNorm !== null && model.statisticsBatches > 0;

/** @returns false when it was stopped on the way; the statistics are then as they were. */
export async function reestimateStatistics(
  session: Session,
  training: Training,
  { stopped, batch }: EvaluationHooks,
): Promise<boolean> {
  const { settings, model, epoch, stepsPerEpoch } = training;
  const seed = int32(settings.seed);
  const batches = Math.min(settings.preciseBatchNorm?.batches ?? 0, model.statisticsBatches);
  await session.run('begin_epoch', { seed, epoch: int32(epoch + 1), first_batch: int32(0) });
  await session.run('begin_statistics');
  for (let done = 0; done < batches; ) {
    if (await stopped()) return false;
    const step = int32(epoch * stepsPerEpoch + done);
    done++;
    const outputs = await untilTheEnd(
      session.run('statistics_step', { weight: float32(1 / done), seed, step }),
    );
    if (!outputs) throw new Error(`The epoch must have ${batches} full batches. Received: ${done - 1}.`);
    await batch(done / batches);
  }
  await session.run('take_statistics');
  training.forget();
  return true;
}
