/**
 * Precise BatchNorm: before each validation, moving mean and variance are re-estimated with fixed weights
 * (main/compiler/passes/batch-statistics.ts) and replace the moving averages, in checkpoints and exports too.
 * Uses the first full batches of the epoch just trained, with the same order, augmentation and draws, so they depend
 * only on (seed, epoch).
 */
import type { Session } from '../../engine/types';
import { float32, int32 } from '../../engine/values';
import type { Training } from '../state/training';
import { type EvaluationHooks, untilTheEnd } from './evaluate';

/** Asked for, and the network has BatchNorm. */
export const reestimates = ({ model, settings }: Training): boolean =>
  settings.preciseBatchNorm !== null && model.statisticsBatches > 0;

/** @returns false if stopped; the statistics are then unchanged. */
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
