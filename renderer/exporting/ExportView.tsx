import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import { refreshRuns, useRuns } from '../client/runs';
import { SideAndMain } from '../layout/SideAndMain';
import { hasWeights } from '../runs/can';
import { NoRuns } from '../runs/NoRuns';
import { groupByStudy } from '../runs/selection';
import { stateName } from '../runs/state';
import { useNavigation } from '../state/navigation';
import { useStatus } from '../state/status';
import { SectionHead } from '../ui';
import { ChoiceRow } from '../ui/ChoiceRow';
import { runColor, token } from '../ui/theme/tokens';
import { ExportForm } from './ExportForm';

function RunRow({ run, chosen, onChoose }: { run: RunRecord; chosen: boolean; onChoose(): void }) {
  const kept = run.epochs.find(({ epoch }) => epoch === run.checkpointEpoch) ?? run.epochs.at(-1);
  return (
    <ChoiceRow
      chosen={chosen}
      label={nameOf(run)}
      dot={{ color: runColor(run.color), filled: true }}
      onChoose={onChoose}
    >
      <Box sx={{ fontWeight: 550, lineHeight: '17px', overflow: 'hidden', textOverflow: 'ellipsis' }}>
        {run.arm}
      </Box>
      <Box sx={{ display: 'flex', color: token('muted'), fontSize: 12, lineHeight: '16px' }}>
        <Box component="span" sx={{ flex: 1 }}>
          {t('train.card.seed', { seed: run.settings.seed })} ·{' '}
          {run.state === 'finished'
            ? stateName(run)
            : t('export.list.untilEpoch', { epoch: run.checkpointEpoch })}
        </Box>
        {kept && formatPercent(kept.valAccuracy)}
      </Box>
    </ChoiceRow>
  );
}

export function ExportView() {
  const { runs } = useRuns();
  const go = useNavigation((navigation) => navigation.go);
  const setLeft = useStatus((status) => status.setLeft);
  const [chosenId, setChosenId] = useState<string>();
  // No events come for runs of the command line.
  useEffect(() => void refreshRuns(), []);
  const ready = runs.filter(hasWeights);
  const groups = groupByStudy(ready);
  const chosen = ready.find(({ id }) => id === chosenId) ?? groups[0]?.runs[0];
  const words = ready.length > 0 ? t('export.list.count', { count: ready.length }) : null;
  useEffect(() => {
    setLeft(words);
    return () => setLeft(null);
  }, [words, setLeft]);

  if (!chosen) {
    return (
      <NoRuns
        icon={<Download size={28} />}
        title={t('export.empty.none')}
        help={t('export.empty.when')}
        action={
          <Button variant="contained" color="primary" onClick={() => go('train')}>
            {t('export.empty.train')}
          </Button>
        }
      />
    );
  }
  return (
    <SideAndMain
      sideLabel={t('export.list.title')}
      side={groups.map(({ id, name, runs: members }) => (
        <Box component="section" key={id} aria-label={t('compare.runs.study', { name })}>
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
