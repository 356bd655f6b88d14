/** What becomes of the record of a run that is taken up again. */
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

/** From where a run goes on. */
export interface LastPlace {
  /** 0 and 0 without a checkpoint. */
  epoch: number;
  step: number;
  /** Metrics of the epochs before it. */
  epochs: EpochMetrics[];
  checkpoints: Checkpoint[];
}

/** @throws Refusal when the newest checkpoint is damaged, or belongs to something else. */
export async function lastPlace(
  { id, settings }: RunRecord,
  folder: RunFolder,
  belonging: Belonging,
): Promise<LastPlace> {
  // Reads all of it, so that damage is told now and not when the queue comes to it.
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

/** What is asked for on top of going on. */
export interface Extended {
  /** So many more than it was to have; than it had, where early stopping ended it. */
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
      // One that early stopping ended has its last epoch there, whatever it was to have.
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
    // Of the training as it ended then; the test is made anew where it ends now.
    test: undefined,
    earlierTests: run.test && extension ? [...run.earlierTests, run.test] : run.earlierTests,
    endedAt: undefined,
  };
}

/** The rates of the updates before and after a place. */
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
 * Where early stopping begins to wait anew: who asks for more epochs has seen how the run stood, and wants them trained,
 * whether the rule had ended it or it had come to its end with half its patience gone. Of the record, so that a run that
 * is killed later decides the same.
 */
export const restartsWaitingAt = ({ changes }: RunRecord): number[] =>
  changes.flatMap((change) => {
    if (change.type === 'extended') return [change.from];
    // Where it was ended so, an old record has the epochs that were planned in its extension.
    return change.type === 'stopped-early' ? [change.epoch] : [];
  });
