/** Changes to the record of a run that is resumed. */
import { listOf, message } from '../../../core/messages';
import {
  type ExtensionRate,
  extendedSettings,
  heldRate,
  learningRateOf,
} from '../../../core/study/extension';
import type { Checkpoint, EpochMetrics, RunChange, RunRecord } from '../../../core/study/run';
import type { TrainingSettings } from '../../../core/study/settings';
import { refuse } from '../../basics/refusal';
import type { Belonging } from '../../runs/binding';
import { listCheckpoints, newestCheckpoint, withRoles } from '../../runs/checkpoints';
import type { RunFolder } from '../../runs/folder';
import { readMetrics } from '../../runs/metrics-file';

/** Where a run continues. */
export interface LastPlace {
  /** 0 and 0 without a checkpoint. */
  epoch: number;
  step: number;
  /** Up to this position. */
  epochs: EpochMetrics[];
  checkpoints: Checkpoint[];
}

/** @throws Refusal if the newest checkpoint is damaged or does not match. */
export async function lastPlace(
  { id, settings }: RunRecord,
  folder: RunFolder,
  belonging: Belonging,
): Promise<LastPlace> {
  // Reads it completely, so that damage is found now.
  const newest = await newestCheckpoint(folder.checkpoints, belonging);
  const { epoch = 0, step = 0 } = newest ?? {};
  const { epochs: all, faults = [] } = await readMetrics(folder.metrics);
  const epochs = all.filter((one) => one.epoch <= epoch);
  if (epochs.length !== epoch) {
    faults.push(
      message('training.checkpoint.epochsMissing', {
        found: epochs.length,
        epochs: epoch,
        file: newest?.file ?? '',
      }),
    );
  }
  if (faults.length > 0) {
    refuse(
      'training.resume.needsRepair',
      { id, faults: listOf(faults, 'sentences') },
      {
        type: 'repair',
        runId: id,
        label: message('training.resume.repair'),
      },
    );
  }
  const { checkpoints } = await listCheckpoints(folder.checkpoints);
  return {
    epoch,
    step,
    epochs,
    checkpoints: withRoles(checkpoints, { best: settings.checkpoints.best, epochs }),
  };
}

export interface Extended {
  /** Added to the planned epochs, or to the trained ones if early stopping ended the run. */
  epochs: number;
  rate: ExtensionRate;
}

/** @throws Refusal for a rate of 0, which would train nothing. */
export function checkExtension(run: RunRecord, place: LastPlace, extension: Extended): void {
  if (extension.rate.type !== 'keep') return;
  const settings = settingsOf(run, place, extension);
  if (heldRate(settings) !== 0) return;
  refuse('training.resume.rateZero', { schedule: settings.schedule.type, id: run.id });
}

const settingsOf = (run: RunRecord, { step, epoch }: LastPlace, { epochs, rate }: Extended) =>
  extendedSettings(run.settings, { step, epoch, finished: run.state === 'finished' }, epochs, rate);

export function reopened(run: RunRecord, place: LastPlace, extension?: Extended): Partial<RunRecord> {
  const at = new Date().toISOString();
  const { epoch, step, epochs, checkpoints } = place;
  const changes: RunChange[] = [...run.changes];
  const settings = extension ? settingsOf(run, place, extension) : run.settings;
  if (extension) {
    changes.push({
      type: 'extended',
      at,
      // Early stopping may have ended it before its planned epochs.
      from: run.state === 'finished' ? epoch : run.settings.epochs,
      to: settings.epochs,
      rate: extension.rate,
      ...ratesAround(run, settings, place),
    });
  }
  if (run.startedAt !== undefined) changes.push({ type: 'resumed', at, step });
  return {
    settings,
    epochs,
    checkpoints,
    checkpointEpoch: epoch,
    changes,
    error: undefined,
    diverged: undefined,
    suggestedBatchSize: undefined,
    tryCpu: undefined,
    // It will be tested again.
    test: undefined,
    earlierTests: run.test && extension ? [...run.earlierTests, run.test] : run.earlierTests,
    endedAt: undefined,
  };
}

/** Learning rates right before and after a position. */
function ratesAround(
  { stepsPerEpoch }: RunRecord,
  settings: TrainingSettings,
  { step, epochs: history }: LastPlace,
): Pick<Extract<RunChange, { type: 'extended' }>, 'learningRates'> {
  if (step === 0 || stepsPerEpoch === undefined) return {};
  const rate = (update: number) => learningRateOf(settings, { step: update, stepsPerEpoch, history });
  return { learningRates: { before: rate(step - 1), after: rate(step) } };
}

/**
 * Epochs at which the patience of early stopping starts over: people extend a run to have the added epochs trained.
 * Stored in the record, so a resumed run decides the same.
 */
export const restartsWaitingAt = ({ changes }: RunRecord): number[] =>
  changes.flatMap((change) => {
    if (change.type === 'extended') return [change.from];
    // Older records have the planned epochs in `extended`.
    return change.type === 'stopped-early' ? [change.epoch] : [];
  });
