/**
 * Whether the statistics that BatchNormalization validated with had settled. Where they had not, the validation says
 * little about the network, and neither does a comparison that rests on it. Pure.
 */
import { settlingSteps } from '../analysis/moving-averages';
import { groupThousands } from '../analysis/summary';
import type { BatchNormLayers, RunRecord } from './run';

export type Settlement =
  /** The network has no BatchNormalization. */
  | { state: 'no-batch-norm' }
  /** Re-estimated from training batches before the validation: there is nothing to settle. */
  | { state: 're-estimated' }
  | { state: 'settled' }
  | {
      state: 'unsettled';
      /** Updates that the moving averages had when the epoch was validated. */
      steps: number;
      /** Updates that it takes (core/analysis/moving-averages.ts); Infinity with a momentum of 1. */
      needed: number;
      momentum: number;
    }
  /** The record is from before the network's BatchNormalization was recorded, or knows no steps. */
  | { state: 'unknown' };

/** What is read of a run. */
export type SettlementRun = Pick<RunRecord, 'settings' | 'stepsPerEpoch' | 'startedFrom' | 'epochs'> & {
  network: Pick<RunRecord['network'], 'batchNorm'>;
};

/**
 * @param epoch 1-based, whose validation is asked about; the last one that the record has where absent.
 * @param batchNorm of the run's graph, where the record does not say (`batchNormLayers` of its analysis).
 */
export function settlementOf(
  { network, settings, stepsPerEpoch, startedFrom, epochs }: SettlementRun,
  epoch: number = epochs.length,
  batchNorm: BatchNormLayers | undefined = network.batchNorm,
): Settlement {
  if (batchNorm?.layers === 0) return { state: 'no-batch-norm' };
  if (settings.preciseBatchNorm) return { state: 're-estimated' };
  if (!batchNorm || stepsPerEpoch === undefined || epoch < 1) return { state: 'unknown' };
  // A restarted run begins with the averages that its checkpoint had.
  const steps = epoch * stepsPerEpoch + (startedFrom?.step ?? 0);
  const needed = settlingSteps(batchNorm);
  return steps >= needed
    ? { state: 'settled' }
    : { state: 'unsettled', steps, needed, momentum: batchNorm.momentum };
}

/** "BatchNorm statistics had not settled: 200 of about 597 steps (momentum 0.99)"; undefined where there is nothing to remark. */
export function unsettledWords(settlement: Settlement): string | undefined {
  if (settlement.state !== 'unsettled') return undefined;
  const { steps, needed, momentum } = settlement;
  const rule = 'BatchNorm statistics had not settled';
  return Number.isFinite(needed)
    ? `${rule}: ${groupThousands(steps)} of about ${groupThousands(needed)} steps (momentum ${momentum})`
    : `${rule}: with momentum ${momentum} they never do`;
}
