/**
 * Whether the statistics that BatchNormalization validated with had settled. Where they had not, the validation says
 * little about the network, and neither does a comparison that rests on it. Pure.
 */

import { type Message, message, t } from '../messages';
import { type Lag, laggingAfter } from './moving-averages';
import type { BatchNormLayers, RunRecord } from './run';
import type { TrainingSettings } from './settings';

export type Settlement =
  /** The network has no BatchNormalization. */
  | { state: 'no-batch-norm' }
  /** Re-estimated from training batches before the validation: there is nothing to settle. */
  | { state: 're-estimated' }
  | { state: 'settled' }
  | ({ state: 'unsettled' } & Lag)
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
  const lag = laggingAfter(batchNorm, steps);
  return lag ? { state: 'unsettled', ...lag } : { state: 'settled' };
}

/** In tens: the rule knows no single steps. */
const inTens = (steps: number): number => 10 * Math.ceil(steps / 10);

/** "200 of about 600 steps (momentum 0.99)". */
export const settling = ({ steps, needed, momentum }: Lag): Message =>
  Number.isFinite(needed)
    ? message('compare.settled.progress', { steps, needed: inTens(needed), momentum })
    : message('compare.settled.never', { momentum });

/** "BatchNorm statistics had not settled: 200 of about 600 steps (momentum 0.99)"; undefined where there is nothing to remark. */
export function unsettledWords(settlement: Settlement): string | undefined {
  if (settlement.state !== 'unsettled') return undefined;
  return t('compare.settled.had', { settling: settling(settlement) });
}

/**
 * A warning for before a training that is too short for its moving averages; undefined where none is due.
 * @param networks of all arms.
 * @param trainImages of one epoch.
 */
export function laggingWords(
  networks: readonly BatchNormLayers[],
  {
    preciseBatchNorm,
    epochs,
    batchSize,
  }: Pick<TrainingSettings, 'preciseBatchNorm' | 'epochs' | 'batchSize'>,
  trainImages: number,
): string | undefined {
  if (preciseBatchNorm) return undefined;
  const steps = epochs * Math.ceil(trainImages / batchSize);
  const lags = networks.flatMap((one) => laggingAfter(one, steps) ?? []);
  if (lags.length === 0) return undefined;
  const { needed, momentum, nearChance } = lags.reduce((a, b) => (b.needed > a.needed ? b : a));
  const near = nearChance ? 'yes' : 'no';
  return Number.isFinite(needed)
    ? t('compare.settled.lagAfter', { near, momentum, steps, needed: inTens(needed) })
    : t('compare.settled.lagNever', { near, momentum });
}
