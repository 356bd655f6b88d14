/** Facts about a data set: what is known at once, then the report. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { DatasetInfo } from '../../../core/contract/datasets';
import { message, t } from '../../../core/messages';
import { cancelReport, loadReport, type ReportState, useDatasetReport } from '../../client/datasetReports';
import { PanelPair } from '../../layout/SideAndMain';
import { Note, Panel } from '../../ui';
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

/** The report while it is computed, and after it failed or was canceled. */
function Awaited({ info, state }: { info: DatasetInfo; state: ReportState }) {
  const { running, progress, error, cancelling } = state;
  const begin = () => void loadReport(info.id);
  return (
    <Panel
      title={t('data.info.report.title')}
      sx={{ flexShrink: 0 }}
      action={
        running && (
          <Button
            variant="outlined"
            aria-label={t('data.info.report.cancel')}
            disabled={cancelling}
            onClick={() => void cancelReport(info.id)}
          >
            {t(cancelling ? 'data.info.report.cancelling' : 'common.cancel')}
          </Button>
        )
      }
    >
      {running && (
        <>
          <ProgressLine
            progress={progress ?? { phase: message('data.info.report.asking') }}
            label={t('data.info.report.label')}
          />
          <Note sx={{ mt: 2 }}>{t('data.info.report.hint')}</Note>
        </>
      )}
      {error !== undefined && (
        <Note tone="bad" sx={{ mt: running ? 2 : 0 }}>
          {error}
        </Note>
      )}
      {!running && (
        <Box sx={{ display: 'flex', gap: 3, alignItems: 'center', mt: error === undefined ? 0 : 2 }}>
          <Box sx={{ flex: 1, color: token('muted') }}>
            {error === undefined && t('data.info.report.cancelled')}
          </Box>
          <Button variant="outlined" onClick={begin}>
            {t(error === undefined ? 'data.info.report.create' : 'data.list.tryAgain')}
          </Button>
        </Box>
      )}
    </Panel>
  );
}
