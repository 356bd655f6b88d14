/** Having a run ended by the process that trains it, whichever that is. */
import type { RunRecord } from '../../core/study/run';
import { refuse } from '../basics/refusal';
import { livingOwner } from './ownership';
import { ACTIVE, type RunRecords } from './records';
import { askOwner, type Ending } from './requests';

/** Milliseconds between looks at a run that another process ends. */
const LOOK_EVERY = 200;

/** @throws Refusal where nothing trains the run. */
export function requireActive({ id, state }: RunRecord, as: Ending): void {
  if (ACTIVE.has(state)) return;
  refuse('runs.notActive', { id, state, ending: as });
}

/**
 * Resolves when the run has ended; it may end by itself meanwhile.
 * @param get the record as it is now. @throws Refusal when its process does not answer.
 */
export async function endActive(
  records: RunRecords,
  id: string,
  as: Ending,
  get: () => Promise<RunRecord>,
): Promise<RunRecord> {
  const folder = records.folder(id);
  const owner = await livingOwner(folder);
  if (owner) await askOwner(folder, id, owner, as);
  for (;;) {
    const now = await get();
    if (!ACTIVE.has(now.state)) return now;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}
