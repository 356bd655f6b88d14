/** Compare: the curves of the chosen runs, the ablation table, and in what two runs differ. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import { ChartNoAxesColumn } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { formatSeconds } from '../../core/format/duration';
import type { RunRecord } from '../../core/study/run';
import type { XUnit } from '../charts/axis';
import { SmoothingSlider, XUnitSelect } from '../charts/ChartControls';
import { LineChart } from '../charts/LineChart';
import { xEndOf } from '../charts/runSeries';
import { refreshRuns, useRuns } from '../client/runs';
import { DepthPanel } from '../diagnostics/DepthPanel';
import { FirstStudyButton } from '../firstStudy/FirstStudyButton';
import { ViewNotices } from '../layout/Notices';
import { PanelPair, SideAndMain } from '../layout/SideAndMain';
import { RunFaults } from '../runs/RunFaults';
import { groupSeeds } from '../runs/seedGroups';
import { chosenIds, groupByStudy, useSelection } from '../runs/selection';
import { useNavigation } from '../state/navigation';
import { useStatus } from '../state/status';
import { EmptyState, Panel, Stat } from '../ui';
import { Caution } from '../ui/Caution';
import { token } from '../ui/theme/tokens';
import { AblationPanel } from './AblationPanel';
import { ConfusionPanel } from './ConfusionPanel';
import { incomparable } from './comparable';
import { DifferencesPanel } from './DifferencesPanel';
import { ResultsPanel } from './ResultsPanel';
import { RunsList } from './RunsList';
import { accuracyCurves, lossCurves } from './series';
import { useRunSteps } from './useRunSteps';

function Charts({ runs }: { runs: readonly RunRecord[] }) {
  const [unit, setUnit] = useState<XUnit>('epoch');
  const [lossSmoothing, setLossSmoothing] = useState(0.6);
  const [accuracySmoothing, setAccuracySmoothing] = useState(0);
  const meanOfSeeds = useSelection((selection) => selection.meanOfSeeds);
  const { steps, reading, error } = useRunSteps(runs);
  const loss = lossCurves({ runs, unit, smoothing: lossSmoothing, meanOfSeeds }, steps);
  const accuracy = accuracyCurves({ runs, unit, smoothing: accuracySmoothing, meanOfSeeds });
  const common = { xUnit: unit, xEnd: xEndOf(runs, unit) };
  return (
    <>
      {error && (
        <Box role="alert" sx={{ color: token('bad') }}>
          {error}
        </Box>
      )}
      <PanelPair min={300}>
        <Panel>
          <LineChart
            {...common}
            title="Training loss"
            unit="loss"
            series={loss}
            smoothing={lossSmoothing}
            empty={
              reading
                ? 'Reading the steps of the runs.'
                : runs.length > 0
                  ? 'No step has been trained yet.'
                  : 'Tick runs at the left to see their loss.'
            }
            controls={
              <>
                <XUnitSelect chart="Training loss" value={unit} onChange={setUnit} />
                <SmoothingSlider chart="Training loss" value={lossSmoothing} onChange={setLossSmoothing} />
              </>
            }
          />
        </Panel>
        <Panel>
          <LineChart
            {...common}
            title="Validation accuracy"
            unit="share"
            series={accuracy}
            smoothing={accuracySmoothing}
            empty={
              runs.length > 0
                ? 'Validation comes at the end of every epoch; none is done yet.'
                : 'Tick runs at the left to see their accuracy.'
            }
            controls={
              <>
                <XUnitSelect chart="Validation accuracy" value={unit} onChange={setUnit} />
                <SmoothingSlider
                  chart="Validation accuracy"
                  value={accuracySmoothing}
                  onChange={setAccuracySmoothing}
                />
              </>
            }
          />
        </Panel>
      </PanelPair>
    </>
  );
}

/** One curve an arm, or one a run; there is a choice only where an arm has several seeds. */
function MeanSwitch({ runs }: { runs: readonly RunRecord[] }) {
  const meanOfSeeds = useSelection((selection) => selection.meanOfSeeds);
  if (groupSeeds(runs).every((arm) => arm.runs.length < 2)) return null;
  return (
    <FormControlLabel
      control={
        <Switch checked={meanOfSeeds} onChange={(_event, on) => useSelection.setState({ meanOfSeeds: on })} />
      }
      label="Mean of seeds, with their range as a band"
      sx={{ m: 0, mt: 4, gap: 1, '& .MuiFormControlLabel-label': { fontSize: 12, lineHeight: '16px' } }}
    />
  );
}

/** Above the curves, where numbers that do not compare would be compared. */
function Incomparable({ runs }: { runs: readonly RunRecord[] }) {
  const reasons = useMemo(() => incomparable(runs), [runs]);
  if (reasons.length === 0) return null;
  return (
    <Caution label="Not comparable">
      {reasons.map((reason) => (
        <div key={reason}>{reason}</div>
      ))}
    </Caution>
  );
}

/** How the chosen runs were trained, where it is one way: it stands beside their numbers. */
function Setup({ runs }: { runs: readonly RunRecord[] }) {
  const splits = [...new Set(runs.flatMap(({ split }) => (split ? [split.description] : [])))];
  if (splits.length === 0) return null;
  return (
    <Box sx={{ mt: 4, color: token('muted'), fontSize: 12, lineHeight: '17px' }}>
      {splits.map((split) => (
        <Box key={split} sx={{ mb: 1, '&::first-letter': { textTransform: 'uppercase' } }}>
          {split}.
        </Box>
      ))}
      Arms of one seed share the order of the images and the first values of the weights they have in common.
    </Box>
  );
}

export function CompareView() {
  const { state, runs, error } = useRuns();
  const go = useNavigation((navigation) => navigation.go);
  const chosen = useSelection((selection) => selection.chosen);
  const setLeft = useStatus((status) => status.setLeft);
  // Runs of the command line send this window no event.
  useEffect(() => void refreshRuns(), []);
  const groups = useMemo(() => groupByStudy(runs), [runs]);
  const ids = useMemo(() => chosenIds(groups, chosen), [groups, chosen]);
  const compared = useMemo(
    () => groups.flatMap((group) => group.runs).filter(({ id }) => ids.has(id)),
    [groups, ids],
  );
  const total = compared.flatMap(({ epochs }) => epochs).reduce((sum, { seconds }) => sum + seconds, 0);
  const finished = compared.filter((run) => run.state === 'finished').length;
  useEffect(() => {
    setLeft(
      compared.length > 0 ? (
        <>
          <Stat label="Runs finished" value={`${finished} of ${compared.length}`} />
          {total > 0 && <Stat label="Total" value={formatSeconds(total)} />}
        </>
      ) : null,
    );
    return () => setLeft(null);
  }, [compared.length, finished, total, setLeft]);

  if (runs.length === 0) {
    return (
      <Box sx={{ height: '100%', backgroundColor: token('background') }}>
        {state === 'failed' ? (
          <EmptyState
            title="The runs could not be listed"
            action={
              <Button variant="outlined" onClick={() => void refreshRuns()}>
                Try again
              </Button>
            }
          >
            {error}
          </EmptyState>
        ) : (
          <EmptyState
            icon={<ChartNoAxesColumn size={28} />}
            title={state === 'known' ? 'No runs yet' : 'Looking for runs'}
            action={
              state === 'known' && (
                <>
                  <FirstStudyButton />
                  <Button variant="outlined" onClick={() => go('train')}>
                    Train networks of your own
                  </Button>
                </>
              )
            }
          >
            {state === 'known' &&
              'Train a residual network and the same network without shortcuts. Their curves and the table that says what the shortcuts are worth appear here.'}
          </EmptyState>
        )}
      </Box>
    );
  }
  return (
    <SideAndMain
      sideLabel="Runs"
      side={
        <>
          <RunsList groups={groups} chosen={ids} />
          <MeanSwitch runs={compared} />
          <Setup runs={compared} />
        </>
      }
    >
      <ViewNotices view="compare" />
      <RunFaults runs={compared} />
      <Incomparable runs={compared} />
      <Charts runs={compared} />
      <AblationPanel runs={compared} />
      <PanelPair>
        <ResultsPanel runs={compared} />
        <DifferencesPanel runs={compared} />
      </PanelPair>
      <DepthPanel runs={compared} always={compared.length > 0} />
      <ConfusionPanel runs={compared} />
    </SideAndMain>
  );
}
