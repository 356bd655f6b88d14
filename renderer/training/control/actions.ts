/** Pause, resume, extend, restart: the host's calls, with a refusal told to the person. */
import type { ExtensionRate } from '../../../core/study/extension';
import type { RunRecord } from '../../../core/study/run';
import type { TrainingSettings } from '../../../core/study/settings';
import { client } from '../../client/client';
import { ensureEngine } from '../../client/engine';
import { messageOf } from '../../client/errors';
import { startListening } from '../../client/training';
import { useNavigation } from '../../state/navigation';
import { notify } from '../../state/notices';
import { useStart } from '../start';

/** One thing at a time: the buttons wait meanwhile, and Train shows what becomes of it. */
async function begin(call: () => Promise<unknown>): Promise<boolean> {
  startListening();
  useStart.setState({ phase: 'starting', error: undefined });
  try {
    await ensureEngine();
    await call();
    useNavigation.getState().go('train');
    return true;
  } catch (error) {
    notify({ severity: 'error', text: messageOf(error) });
    return false;
  } finally {
    useStart.setState({ phase: 'idle' });
  }
}

export const resumeRuns = (runs: readonly Pick<RunRecord, 'id'>[]): Promise<boolean> =>
  begin(() => client.training.resume({ runIds: runs.map(({ id }) => id) }));

export const extendRun = (
  run: Pick<RunRecord, 'id'>,
  epochs: number,
  rate: ExtensionRate,
): Promise<boolean> => begin(() => client.training.extend({ runId: run.id, epochs, rate }));

export const restartRun = (
  run: Pick<RunRecord, 'id'>,
  checkpoint: 'last' | 'best',
  settings: TrainingSettings,
): Promise<boolean> => begin(() => client.training.restart({ runId: run.id, checkpoint, settings }));
