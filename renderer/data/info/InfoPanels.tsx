/** The info page of a data set: what is known at once, and the report as soon as it is there. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { DatasetInfo } from '../../../core/contract/datasets';
import { cancelReport, loadReport, type ReportState, useDatasetReport } from '../../client/datasetReports';
import { PanelPair } from '../../layout/SideAndMain';
import { Panel } from '../../ui';
import { ProgressLine } from '../../ui/ProgressLine';
import { token } from '../../ui/theme/tokens';
import { AboutPanel } from './AboutPanel';
import { ChannelsPanel } from './ChannelsPanel';
import { ClassesPanel } from './ClassesPanel';
import { DuplicatesPanel } from './DuplicatesPanel';
import { ListedPanel } from './ListedPanel';
import { AspectsPanel, SizesPanel } from './SizesPanel';

export function InfoPanels({ info }: { info: DatasetInfo }) {
  const state = useDatasetReport(info);
  const { report } = state;
  return (
    <>
      <PanelPair>
        <AboutPanel info={info} />
        <ClassesPanel info={info} />
      </PanelPair>
      {!report && <Awaited info={info} state={state} />}
      {report && (
        <>
          <DuplicatesPanel key={`${report.id} ${report.importedAt}`} info={info} report={report} />
          <PanelPair>
            <SizesPanel info={info} sizes={report.sizes} />
            <Box sx={{ display: 'flex', flexDirection: 'column', gap: '14px', minWidth: 0 }}>
              <ChannelsPanel channels={report.channels} />
              {report.sizes.kind === 'varied' && <AspectsPanel aspects={report.sizes.aspects} />}
            </Box>
          </PanelPair>
          {report.dropped + report.odd > 0 && <ListedPanel report={report} />}
        </>
      )}
    </>
  );
}

/** The report while it is being made, when it failed, and when it was cancelled. */
function Awaited({ info, state }: { info: DatasetInfo; state: ReportState }) {
  const { running, progress, error, cancelling } = state;
  const begin = () => void loadReport(info.id);
  return (
    <Panel
      title="Sizes, channels and duplicates"
      sx={{ flexShrink: 0 }}
      action={
        running && (
          <Button
            variant="outlined"
            aria-label="Cancel the report"
            disabled={cancelling}
            onClick={() => void cancelReport(info.id)}
          >
            {cancelling ? 'Cancelling' : 'Cancel'}
          </Button>
        )
      }
    >
      {running && (
        <>
          <ProgressLine progress={progress ?? { phase: 'asking' }} label="Report on the data set" />
          <Box sx={{ color: token('muted'), fontSize: 12, mt: 2 }}>
            Every image is looked at once; the result is kept with the data set. Everything else can be used
            meanwhile.
          </Box>
        </>
      )}
      {error !== undefined && (
        <Box role="alert" sx={{ color: token('bad'), whiteSpace: 'pre-line', mt: running ? 2 : 0 }}>
          {error}
        </Box>
      )}
      {!running && (
        <Box sx={{ display: 'flex', gap: 3, alignItems: 'center', mt: error === undefined ? 0 : 2 }}>
          <Box sx={{ flex: 1, color: token('muted') }}>
            {error === undefined && 'The report was cancelled; nothing of it was kept.'}
          </Box>
          <Button variant="outlined" onClick={begin}>
            {error === undefined ? 'Make the report' : 'Try again'}
          </Button>
        </Box>
      )}
    </Panel>
  );
}
