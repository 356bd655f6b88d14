/** What is wrong with the files of the shown runs, with the button that puts it right. */

import Button from '@mui/material/Button';
import { useEffect, useState } from 'react';
import { join, type MessageOrText, t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import { runMetrics } from '../client/runs';
import { isBusy } from '../client/trainingState';
import { Caution } from '../ui/Caution';
import { repairRun } from './actions';

/** By run; asked for again when a run was repaired. */
function useFaults(runs: readonly RunRecord[]): Readonly<Record<string, readonly MessageOrText[]>> {
  const [faults, setFaults] = useState<Readonly<Record<string, readonly MessageOrText[]>>>({});
  const settled = runs.filter(({ state }) => !isBusy(state));
  const wanted = settled.map(({ id, changes }) => `${id} ${changes.length}`).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` names the runs.
  useEffect(() => {
    let present = true;
    for (const run of settled) {
      runMetrics(run).then(
        ({ faults: found = [] }) => present && setFaults((before) => ({ ...before, [run.id]: found })),
        // The curves say when a file cannot be read at all.
        () => undefined,
      );
    }
    return () => {
      present = false;
    };
  }, [wanted]);
  return faults;
}

export function RunFaults({ runs }: { runs: readonly RunRecord[] }) {
  const faults = useFaults(runs);
  const [repairing, setRepairing] = useState<string>();
  return runs.map((run) => {
    const found = faults[run.id] ?? [];
    if (found.length === 0 || isBusy(run.state)) return null;
    const name = nameOf(run);
    const repair = async () => {
      setRepairing(run.id);
      await repairRun(run.id);
      setRepairing(undefined);
    };
    return (
      <Caution
        key={run.id}
        label={t('train.repair.faults', { run: name })}
        action={
          <Button
            variant="outlined"
            aria-label={t('train.repair.repairNamed', { run: name })}
            disabled={repairing !== undefined}
            onClick={() => void repair()}
            sx={{ flexShrink: 0 }}
          >
            {t(repairing === run.id ? 'train.repair.repairing' : 'train.repair.repair')}
          </Button>
        }
      >
        {t('train.repair.note', { run: name, faults: join(found, 'sentences') })}
      </Caution>
    );
  });
}
