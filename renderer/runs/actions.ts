/** Calls that end, resume, extend and repair runs; a refusal is shown. */
import { create } from 'zustand';
import { t, textOf } from '../../core/messages';
import type { ExtensionRate } from '../../core/study/extension';
import { LOCAL, nameOf, type RunRecord } from '../../core/study/run';
import type { TrainingSettings } from '../../core/study/settings';
import { client } from '../client/client';
import { ensureEngine } from '../client/engine';
import { messageOf, notifyError, remedyOf } from '../client/errors';
import { refreshRuns, repair } from '../client/runs';
import { pauseTraining, startListening, stopTraining } from '../client/training';
import { useNavigation } from '../state/navigation';
import { notify } from '../state/notices';
import { useStart } from './start';

/** Ids of runs that are ending. */
export const useEnding = create<Readonly<Record<string, 'stopped' | 'paused'>>>(() => ({}));

/** Ends this run, here or in the process that trains it. */
export async function endRun(run: RunRecord, as: 'stopped' | 'paused'): Promise<void> {
  useEnding.setState({ [run.id]: as });
  try {
    await (as === 'paused' ? pauseTraining : stopTraining)({ runId: run.id });
    notify({
      severity: 'success',
      text: t(as === 'paused' ? 'train.run.paused' : 'train.run.stopped', { run: nameOf(run) }),
    });
  } catch (error) {
    notifyError(error);
  } finally {
    useEnding.setState(({ [run.id]: _ended, ...others }) => others, true);
    // No events come for runs of other processes.
    await refreshRuns();
  }
}

type Placed = Pick<RunRecord, 'id' | 'where'>;

/** Buttons wait meanwhile; Train shows the progress. */
async function begin(runs: readonly Placed[], call: () => Promise<unknown>): Promise<boolean> {
  startListening();
  useStart.setState({ phase: 'starting', error: undefined });
  try {
    if (runs.some(({ where = LOCAL }) => where === LOCAL)) await ensureEngine();
    await call();
    useNavigation.getState().go('train');
    return true;
  } catch (error) {
    refused(error, () => void begin(runs, call));
    return false;
  } finally {
    useStart.setState({ phase: 'idle' });
  }
}

/** Shows the refusal, with a button that repairs what is wrong and tries again. */
export function refused(error: unknown, again: () => void): void {
  const remedy = remedyOf(error);
  const perform = async () => {
    if (remedy?.type === 'repair' && (await repairRun(remedy.runId))) again();
  };
  notify({
    severity: 'error',
    text: messageOf(error),
    ...(remedy ? { action: { label: textOf(remedy.label), perform: () => void perform() } } : {}),
  });
}

/** @returns false when refused. */
export async function repairRun(id: string): Promise<boolean> {
  try {
    const { found, done, kept } = await repair(id);
    const words = found.length === 0 ? [t('train.repair.fine')] : done.length > 0 ? done : found;
    const where = kept === undefined ? [] : [t('train.repair.originals', { folder: kept })];
    notify({ severity: 'success', text: [...words, ...where].join('\n') });
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}

/**
 * What Resume means everywhere: the runs go on from their newest checkpoints, or from the beginning, behind what is queued.
 */
export const resumeRuns = (runs: readonly Placed[]): Promise<boolean> =>
  begin(runs, () => client.training.resume({ runIds: runs.map(({ id }) => id) }));

/** Resumes them on this machine, though another may still be training them. */
export const resumeRunsHere = (runs: readonly RunRecord[]): Promise<boolean> =>
  begin(
    runs.map(({ id }) => ({ id })),
    () => client.training.resume({ runIds: runs.map(({ id }) => id), abandon: true }),
  );

export const extendRun = (run: Placed, epochs: number, rate: ExtensionRate): Promise<boolean> =>
  begin([run], () => client.training.extend({ runId: run.id, epochs, rate }));

export const restartRun = (
  run: Placed,
  checkpoint: 'last' | 'best',
  settings: TrainingSettings,
): Promise<boolean> => begin([run], () => client.training.restart({ runId: run.id, checkpoint, settings }));
