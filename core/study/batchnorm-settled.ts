/** Whether BatchNormalization's moving averages had settled; if not, the validation says little about the network. */
import { type Message, message, t } from '../messages';
import { type Lag, laggingAfter } from './moving-averages';
import { stepsPerEpoch } from './order';
import type { BatchNormLayers, RunRecord } from './run';
import type { TrainingSettings } from './settings';

export type Settlement =
  | { state: 'no-batch-norm' }
  /** Statistics from training batches before the validation: nothing needs to settle. */
  | { state: 're-estimated' }
  | { state: 'settled' }
  | ({ state: 'unsettled' } & Lag)
  /** An old record, or one without steps. */
  | { state: 'unknown' };

export type SettlementRun = Pick<RunRecord, 'settings' | 'stepsPerEpoch' | 'startedFrom' | 'epochs'> & {
  network: Pick<RunRecord['network'], 'batchNorm'>;
};

/**
 * @param epoch 1-based; default the last.
 * @param batchNorm of the run's graph, if the record does not say (`batchNormLayers` of its analysis).
 */
export function settlementOf(
  { network, settings, stepsPerEpoch, startedFrom, epochs }: SettlementRun,
  epoch: number = epochs.length,
  batchNorm: BatchNormLayers | undefined = network.batchNorm,
): Settlement {
  if (batchNorm?.layers === 0) return { state: 'no-batch-norm' };
  if (settings.preciseBatchNorm) return { state: 're-estimated' };
  if (!batchNorm || stepsPerEpoch === undefined || epoch < 1) return { state: 'unknown' };
  // A restarted run starts with the averages of its checkpoint.
  const steps = epoch * stepsPerEpoch + (startedFrom?.step ?? 0);
  const lag = laggingAfter(batchNorm, steps);
  return lag ? { state: 'unsettled', ...lag } : { state: 'settled' };
}

/** The rule is not exact to the step. */
const inTens = (steps: number): number => 10 * Math.ceil(steps / 10);

/** "200 of about 600 steps (momentum 0.99)". */
export const settling = ({ steps, needed, momentum }: Lag): Message =>
  Number.isFinite(needed)
    ? message('compare.settled.progress', { steps, needed: inTens(needed), momentum })
    : message('compare.settled.never', { momentum });

/** "BatchNorm statistics had not settled: 200 of about 600 steps (momentum 0.99)"; undefined if they had. */
export function unsettledWords(settlement: Settlement): string | undefined {
  if (settlement.state !== 'unsettled') return undefined;
  return t('compare.settled.had', { settling: settling(settlement) });
}

/**
 * A warning about a training that is too short for its moving averages.
 * @param networks of all arms
 * @param trainImages per epoch
 */
export function laggingWords(
  networks: readonly BatchNormLayers[],
  settings: Pick<TrainingSettings, 'preciseBatchNorm' | 'epochs' | 'order' | 'batchSize'>,
  trainImages: number,
): string | undefined {
  if (settings.preciseBatchNorm) return undefined;
  const steps = settings.epochs * stepsPerEpoch(trainImages, settings);
  const lags = networks.flatMap((one) => laggingAfter(one, steps) ?? []);
  if (lags.length === 0) return undefined;
  const { needed, momentum, nearChance } = lags.reduce((a, b) => (b.needed > a.needed ? b : a));
  const near = nearChance ? 'yes' : 'no';
  return Number.isFinite(needed)
    ? t('compare.settled.lagAfter', { near, momentum, steps, needed: inTens(needed) })
    : t('compare.settled.lagNever', { near, momentum });
}
