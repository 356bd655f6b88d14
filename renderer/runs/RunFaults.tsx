/** Faults in the files of the selected runs, with a button that repairs them. */

import Button from '@mui/material/Button';
import { useState } from 'react';
import { join, joinSome, t } from '../../core/messages';
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
  const [isRepairing, setRepairing] = useState(false);
  const faulty = settled.flatMap((run) => {
    const found = faults[keyOf(run)] ?? [];
    return found.length > 0 ? [{ run, words: join(found, 'sentences') }] : [];
  });
  if (faulty.length === 0) return null;
  const names = joinSome(faulty.map(({ run }) => nameOf(run)));
  const repair = async () => {
    setRepairing(true);
    for (const { run } of faulty) await repairRun(run.id);
    setRepairing(false);
  };
  return (
    <Caution
      label={t('train.repair.faults', { run: names })}
      action={
        <Button
          variant="outlined"
          aria-label={t('train.repair.repairNamed', { run: names })}
          disabled={isRepairing}
          onClick={() => void repair()}
          sx={{ flexShrink: 0 }}
        >
          {isRepairing ? t('train.repair.repairing') : t('train.repair.repair', { count: faulty.length })}
        </Button>
      }
    >
      {faulty.map(({ run, words }) => (
        <div key={run.id}>{t('train.repair.note', { run: nameOf(run), faults: words })}</div>
      ))}
      <div>{t('train.repair.keeps')}</div>
    </Caution>
  );
}
