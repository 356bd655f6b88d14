import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { ChartNoAxesColumn } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { formatSeconds } from '../../core/format/duration';
import { t } from '../../core/messages';
import { splitWords } from '../../core/study/describe-selection';
import type { RunRecord } from '../../core/study/run';
import { useChartChoices } from '../charts/choices';
import { useFreshRuns } from '../client/runs';
import { DepthPanel } from '../diagnostics/DepthPanel';
import { FirstStudyButton } from '../firstStudy/FirstStudyButton';
import { Later } from '../layout/Later';
import { ViewNotices } from '../layout/Notices';
import { mainPane, PanelPair } from '../layout/SideAndMain';
import { NoRuns } from '../runs/NoRuns';
import { RunFaults } from '../runs/RunFaults';
import { chosenIds, groupByStudy, useSelection } from '../runs/selection';
import { useNavigation } from '../state/navigation';
import { useStatus } from '../state/status';
import { Stat } from '../ui';
import { Caution } from '../ui/Caution';
import { token } from '../ui/theme/tokens';
import { ReportCard } from '../written/ReportCard';
import { AblationPanel } from './AblationPanel';
import { ConfusionPanel } from './ConfusionPanel';
import { CompareCharts } from './charts/CompareCharts';
import { FieldsPanel } from './charts/FieldsPanel';
import { incomparable } from './comparable';
import { DifferencesPanel } from './DifferencesPanel';
import { ResultsPanel } from './ResultsPanel';
import { SurfacePanel } from './SurfacePanel';
import { RunTablePart } from './table/RunTablePart';
import { useRunTable } from './table/view';

/** Warns above curves that should not be compared. */
function Incomparable({ runs }: { runs: readonly RunRecord[] }) {
  const reasons = useMemo(() => incomparable(runs), [runs]);
  if (reasons.length === 0) return null;
  return (
    <Caution label={t('compare.incomparable.title')}>
      {reasons.map((reason) => (
        <div key={reason}>{reason}</div>
      ))}
    </Caution>
  );
}

/** The images that the selected runs were trained and validated on. */
function Setup({ runs }: { runs: readonly RunRecord[] }) {
  const splits = new Map(
    runs.flatMap(({ split }) => (split ? [[split.description, splitWords(split)]] : [])),
  );
  if (splits.size === 0) return null;
  return (
    <Box sx={{ color: token('muted'), fontSize: 12, lineHeight: '17px' }}>
      {[...splits.values()].map((split) => (
        <Box key={split} sx={{ mb: 1, '&::first-letter': { textTransform: 'uppercase' } }}>
          {split}.
        </Box>
      ))}
      {t('compare.runs.sharedBySeeds')}
    </Box>
  );
}

export function CompareView() {
  const { runs } = useFreshRuns();
  const go = useNavigation((navigation) => navigation.go);
  const { chosen, study } = useSelection();
  const seeds = useChartChoices((choices) => choices.seeds);
  const setLeft = useStatus((status) => status.setLeft);
  const groups = useMemo(() => groupByStudy(runs), [runs]);
  const ids = useMemo(() => chosenIds(groups, { chosen, study }), [groups, chosen, study]);
  const newest = groups[0]?.id;
  useEffect(() => {
    if (study === undefined && newest !== undefined) useSelection.setState({ study: newest });
  }, [study, newest]);
  useEffect(() => () => useSelection.setState({ study: undefined }), []);
  const hidden = useRunTable(({ table }) => table.hidden);
  const archived = useRunTable(({ table }) => table.archived);
  const all = useMemo(() => groups.flatMap((group) => group.runs), [groups]);
  const compared = useMemo(
    () =>
      all.filter(
        ({ id, annotations = {} }) =>
          ids.has(id) && (hidden || !annotations.hidden) && (archived || !annotations.archived),
      ),
    [all, ids, hidden, archived],
  );
  const total = compared.flatMap(({ epochs }) => epochs).reduce((sum, { seconds }) => sum + seconds, 0);
  const finished = compared.filter((run) => run.state === 'finished').length;
  useEffect(() => {
    setLeft(
      compared.length > 0 ? (
        <>
          <Stat
            label={t('compare.status.runsFinished')}
            value={t('compare.status.ofTotal', { done: finished, total: compared.length })}
          />
          {total > 0 && <Stat label={t('compare.status.total')} value={formatSeconds(total)} />}
        </>
      ) : null,
    );
    return () => setLeft(null);
  }, [compared.length, finished, total, setLeft]);

  if (runs.length === 0) {
    return (
      <NoRuns
        icon={<ChartNoAxesColumn size={28} />}
        title={t('compare.empty.none')}
        help={t('compare.empty.whatAppears')}
        action={
          <>
            <FirstStudyButton />
            <Button variant="outlined" onClick={() => go('train')}>
              {t('compare.empty.ownNetworks')}
            </Button>
          </>
        }
      />
    );
  }
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 }}>
      <RunTablePart all={all} chosen={ids} />
      <Box sx={mainPane}>
        <ViewNotices view="compare" />
        <RunFaults runs={compared} />
        <Incomparable runs={compared} />
        <AblationPanel runs={compared} />
        <CompareCharts runs={compared} />
        <ReportCard runs={compared} />
        <Later height={330}>
          <FieldsPanel runs={compared} />
        </Later>
        <Later height={400}>
          <PanelPair>
            <ResultsPanel runs={compared} />
            <DifferencesPanel runs={compared} />
          </PanelPair>
        </Later>
        <Later height={300}>
          <DepthPanel runs={compared} meanOfSeeds={seeds !== 'each'} always={compared.length > 0} />
        </Later>
        <Later height={300}>
          <SurfacePanel runs={compared} />
        </Later>
        <Later height={400}>
          <ConfusionPanel runs={compared} />
        </Later>
        <Setup runs={compared} />
      </Box>
    </Box>
  );
}
