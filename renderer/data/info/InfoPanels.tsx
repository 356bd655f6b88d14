/** The info page of a data set: what is known at once, and the report as soon as it is there. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { DatasetInfo } from '../../../core/contract/datasets';
import { Panel } from '../../app/ui';
import { loadReport, useDatasetReport } from '../../client/datasetReports';
import { ProgressLine } from '../../layout/ProgressLine';
import { PanelPair } from '../../layout/SideAndMain';
import { token } from '../../theme/tokens';
import { AboutPanel } from './AboutPanel';
import { ChannelsPanel } from './ChannelsPanel';
import { ClassesPanel } from './ClassesPanel';
import { DuplicatesPanel } from './DuplicatesPanel';
import { ListedPanel } from './ListedPanel';
import { AspectsPanel, SizesPanel } from './SizesPanel';

export function InfoPanels({ info }: { info: DatasetInfo }) {
  const { report, progress, error } = useDatasetReport(info);
  return (
    <>
      <PanelPair>
        <AboutPanel info={info} />
        <ClassesPanel info={info} />
      </PanelPair>
      {!report && (
        <Panel title="Sizes, channels and duplicates" sx={{ flexShrink: 0 }}>
          {error ? (
            <Box sx={{ display: 'flex', gap: 3, alignItems: 'center' }}>
              <Box role="alert" sx={{ flex: 1, color: token('bad'), whiteSpace: 'pre-line' }}>
                {error}
              </Box>
              <Button variant="outlined" onClick={() => void loadReport(info.id)}>
                Try again
              </Button>
            </Box>
          ) : (
            <>
              <ProgressLine progress={progress ?? { phase: 'asking' }} label="Report on the data set" />
              <Box sx={{ color: token('muted'), fontSize: 12, mt: 2 }}>
                Every image is looked at once; the result is kept with the data set. Everything else can be
                used meanwhile.
              </Box>
            </>
          )}
        </Panel>
      )}
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
