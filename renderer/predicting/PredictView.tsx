/** What trained networks make of pictures: a person's own, or the images of a run. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { ScanSearch } from 'lucide-react';
import { type DragEvent, useEffect, useMemo } from 'react';
import { t } from '../../core/messages';
import { refreshRuns, useRuns } from '../client/runs';
import { SideAndMain } from '../layout/SideAndMain';
import { PictureGrid } from '../predictions/PictureGrid';
import { hasWeights } from '../runs/can';
import { NoRuns } from '../runs/NoRuns';
import { groupByStudy } from '../runs/selection';
import { useNavigation } from '../state/navigation';
import { usePredicting } from '../state/predicting';
import { EmptyState, Panel } from '../ui';
import { runColor } from '../ui/theme/tokens';
import { drop } from './bring';
import { RunChoice } from './RunChoice';
import { SourcePanel } from './SourcePanel';

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

export function PredictView() {
  const { runs } = useRuns();
  const go = useNavigation((navigation) => navigation.go);
  const { runIds, source } = usePredicting();
  // No events come for runs of the command line.
  useEffect(() => void refreshRuns(), []);
  const groups = useMemo(() => groupByStudy(runs.filter(hasWeights)), [runs]);
  const ready = groups.flatMap((group) => group.runs);
  const chosen = runIds
    ? runIds.flatMap((id) => ready.find((run) => run.id === id) ?? [])
    : ready.slice(0, 1);
  if (ready.length === 0) {
    return (
      <NoRuns
        icon={<ScanSearch size={28} />}
        title={t('predict.empty.none')}
        help={t('predict.empty.when')}
        action={
          <Button variant="contained" color="primary" onClick={() => go('train')}>
            {t('export.empty.train')}
          </Button>
        }
      />
    );
  }
  const over = (event: DragEvent) => carriesFiles(event) && event.preventDefault();
  const dropped = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    drop(event.dataTransfer);
  };
  return (
    <Box onDragOver={over} onDrop={dropped} sx={{ height: '100%' }}>
      <SideAndMain sideLabel={t('predict.view.runs')} side={<RunChoice groups={groups} chosen={chosen} />}>
        <SourcePanel runs={chosen} />
        <Panel sx={{ flex: 1 }}>
          {chosen.length === 0 || !source ? (
            <EmptyState
              icon={<ScanSearch size={28} />}
              title={t(chosen.length === 0 ? 'predict.empty.chooseRun' : 'predict.empty.choosePictures')}
            >
              {t('predict.empty.what')}
            </EmptyState>
          ) : (
            <PictureGrid
              key={JSON.stringify(source)}
              of={chosen.map(({ id }) => ({ runId: id }))}
              colors={chosen.map(({ color }) => runColor(color))}
              source={source}
            />
          )}
        </Panel>
      </SideAndMain>
    </Box>
  );
}
