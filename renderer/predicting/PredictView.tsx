/** The Predict view: predictions for a person's own pictures, or for the images of a run. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { ScanSearch } from 'lucide-react';
import { type DragEvent, useEffect, useMemo, useState } from 'react';
import { t } from '../../core/messages';
import { refreshModels, useModels } from '../client/models';
import { useFreshRuns, useRunColor } from '../client/runs';
import { SideAndMain } from '../layout/SideAndMain';
import { PictureGrid } from '../predictions/PictureGrid';
import { hasWeights } from '../runs/allowedActions';
import { NoRuns } from '../runs/NoRuns';
import { groupByStudy } from '../runs/selection';
import { useNavigation } from '../state/navigation';
import { type PictureChoice, sourceOf, usePredicting } from '../state/predicting';
import { EmptyState, Panel } from '../ui';
import { DropSign } from '../ui/DropSign';
import { drop } from './bringPictures';
import { MODEL_COLOR, NetworkChoice } from './NetworkChoice';
import { SourcePanel } from './SourcePanel';

const missing = (networks: number, choice: PictureChoice | undefined) =>
  networks === 0
    ? 'predict.empty.chooseRun'
    : choice
      ? 'predict.empty.noImages'
      : 'predict.empty.choosePictures';

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

export function PredictView() {
  const { runs } = useFreshRuns();
  const colorOf = useRunColor();
  const go = useNavigation((navigation) => navigation.go);
  const models = useModels().filter((model) => model.hasWeights);
  const { runIds, modelIds, choice } = usePredicting();
  const [over, setOver] = useState(false);
  // No events come for what the command line does.
  useEffect(() => void refreshModels(), []);
  const groups = useMemo(() => groupByStudy(runs.filter(hasWeights)), [runs]);
  const ready = groups.flatMap((group) => group.runs);
  const chosenRuns = runIds
    ? runIds.flatMap((id) => ready.find((run) => run.id === id) ?? [])
    : ready.slice(0, 1);
  const chosenModels = modelIds.flatMap((id) => models.find((model) => model.id === id) ?? []);
  const source = sourceOf(choice, chosenRuns);
  const networks = [
    ...chosenRuns.map((run) => ({ asked: { runId: run.id }, color: colorOf(run) })),
    ...chosenModels.map(({ id }) => ({ asked: { modelId: id }, color: MODEL_COLOR })),
  ];
  if (ready.length === 0 && models.length === 0) {
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
  const dragged = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const left = ({ currentTarget, relatedTarget }: DragEvent) => {
    if (!currentTarget.contains(relatedTarget as Node | null)) setOver(false);
  };
  const dropped = (event: DragEvent) => {
    setOver(false);
    if (!carriesFiles(event)) return;
    event.preventDefault();
    drop(event.dataTransfer);
  };
  return (
    <Box onDragOver={dragged} onDragLeave={left} onDrop={dropped} sx={{ height: '100%' }}>
      {over && <DropSign title={t('predict.view.dropTitle')}>{t('predict.view.dropHelp')}</DropSign>}
      <SideAndMain
        sideLabel={t('predict.view.networks')}
        side={<NetworkChoice {...{ groups, models, chosenRuns, chosenModels }} />}
      >
        <SourcePanel runs={chosenRuns} />
        <Panel sx={{ flex: 1 }}>
          {networks.length === 0 || !source ? (
            <EmptyState icon={<ScanSearch size={28} />} title={t(missing(networks.length, choice))}>
              {t('predict.empty.what')}
            </EmptyState>
          ) : (
            <PictureGrid
              key={JSON.stringify(source)}
              of={networks.map(({ asked }) => asked)}
              colors={networks.map(({ color }) => color)}
              source={source}
            />
          )}
        </Panel>
      </SideAndMain>
    </Box>
  );
}
