/** The runs that were training when Skipwire ended, requested at every connection. */
import { create } from 'zustand';
import type { RunRecord } from '../../../core/study/run';
import { client, onEveryConnection } from '../../client/client';
import { resumeRuns } from '../../runs/actions';

export const useUnfinished = create<{ runs: readonly RunRecord[] }>(() => ({ runs: [] }));

export const loadUnfinished = onEveryConnection(() => {
  client.training.unfinished().then(
    (runs) => useUnfinished.setState({ runs }),
    () => undefined,
  );
});

/** They stay in Compare and can be resumed there. */
export async function forget(): Promise<void> {
  useUnfinished.setState({ runs: [] });
  await client.training.forgetUnfinished();
}

/** If it is refused, the offer stays. */
export async function resume(): Promise<void> {
  if (await resumeRuns(useUnfinished.getState().runs)) await forget();
}
