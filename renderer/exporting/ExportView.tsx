/** Export: a trained run as a model that Python loads. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatPercent } from '../../core/format/number';
import { plural } from '../../core/format/plural';
import type { RunRecord } from '../../core/study/run';
import { refreshRuns, useRuns } from '../client/runs';
import { SideAndMain } from '../layout/SideAndMain';
import { groupByStudy } from '../runs/selection';
import { useNavigation } from '../state/navigation';
import { useStatus } from '../state/status';
import { EmptyState, SectionHead } from '../ui';
import { ChoiceRow } from '../ui/ChoiceRow';
import { runColor, token } from '../ui/theme/tokens';
import { ExportForm } from './ExportForm';

/** A run can be exported from its first checkpoint on, whatever became of it afterwards. */
export const isExportable = ({ state, checkpointEpoch }: RunRecord): boolean =>
  state === 'finished' || checkpointEpoch > 0;

function RunRow({ run, chosen, onChoose }: { run: RunRecord; chosen: boolean; onChoose(): void }) {
  const kept = run.epochs.find(({ epoch }) => epoch === run.checkpointEpoch) ?? run.epochs.at(-1);
  return (
    <ChoiceRow
      chosen={chosen}
      label={`${run.arm}, seed ${run.settings.seed}`}
      dot={{ color: runColor(run.color), filled: true }}
      onChoose={onChoose}
    >
      <Box sx={{ fontWeight: 550, lineHeight: '17px', overflow: 'hidden', textOverflow: 'ellipsis' }}>
        {run.arm}
      </Box>
      <Box sx={{ display: 'flex', color: token('muted'), fontSize: 12, lineHeight: '16px' }}>
        <Box component="span" sx={{ flex: 1 }}>
          seed {run.settings.seed} · {run.state === 'finished' ? 'finished' : `epoch ${run.checkpointEpoch}`}
        </Box>
        {kept && formatPercent(kept.valAccuracy)}
      </Box>
    </ChoiceRow>
  );
}

export function ExportView() {
  const { state, runs, error } = useRuns();
  const go = useNavigation((navigation) => navigation.go);
  const setLeft = useStatus((status) => status.setLeft);
  const [chosenId, setChosenId] = useState<string>();
  // Runs of the command line send this window no event.
  useEffect(() => void refreshRuns(), []);
  const ready = runs.filter(isExportable);
  const groups = groupByStudy(ready);
  const chosen = ready.find(({ id }) => id === chosenId) ?? groups[0]?.runs[0];
  const words = ready.length > 0 ? `${plural(ready.length, 'run')} can be exported` : null;
  useEffect(() => {
    setLeft(words);
    return () => setLeft(null);
  }, [words, setLeft]);

  if (!chosen) {
    const failed = state === 'failed';
    const known = state === 'known';
    return (
      <Box sx={{ height: '100%', backgroundColor: token('background') }}>
        <EmptyState
          icon={<Download size={28} />}
          title={
            failed ? 'The runs could not be listed' : known ? 'Nothing to export yet' : 'Looking for runs'
          }
          action={
            failed ? (
              <Button variant="outlined" onClick={() => void refreshRuns()}>
                Try again
              </Button>
            ) : (
              known && (
                <Button variant="contained" color="primary" onClick={() => go('train')}>
                  Train a network
                </Button>
              )
            )
          }
        >
          {failed
            ? error
            : known &&
              'A run can be exported once its first epoch is done: as a TensorFlow SavedModel or as a Keras file.'}
        </EmptyState>
      </Box>
    );
  }
  return (
    <SideAndMain
      sideLabel="Runs to export"
      side={groups.map(({ id, name, runs: members }) => (
        <Box component="section" key={id} aria-label={`Study ${name}`}>
          <SectionHead>{name}</SectionHead>
          {members.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              chosen={run.id === chosen.id}
              onChoose={() => setChosenId(run.id)}
            />
          ))}
        </Box>
      ))}
    >
      <ExportForm key={chosen.id} run={chosen} />
    </SideAndMain>
  );
}
