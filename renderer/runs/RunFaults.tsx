/** Faults in the files of the selected runs, with a button that repairs them. */

import Button from '@mui/material/Button';
import { useState } from 'react';
import { join, t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import { runMetrics } from '../client/runs';
import { isBusy } from '../client/trainingState';
import { useAnswers } from '../client/useAnswers';
import { Caution } from '../ui/Caution';
import { repairRun } from './actions';

/** A repair is a change, so the faults are requested again. */
const keyOf = ({ id, changes }: RunRecord) => `${id} ${changes.length}`;

export function RunFaults({ runs }: { runs: readonly RunRecord[] }) {
  const settled = runs.filter(({ state }) => !isBusy(state));
  const faults = useAnswers(settled, keyOf, (run) =>
    runMetrics(run).then(
      ({ faults: found = [] }) => found,
      // The curves say when a file cannot be read at all.
      () => [],
    ),
  );
  const [repairing, setRepairing] = useState<string>();
  return settled.map((run) => {
    const found = faults[keyOf(run)] ?? [];
    if (found.length === 0) return null;
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
