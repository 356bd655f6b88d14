/** Writes the report of runs, and says where it is. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { FileText } from 'lucide-react';
import { useState } from 'react';
import type { StudyReport } from '../../core/contract/study-report';
import { language, t, textOf } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { client } from '../client/client';
import { messageOf } from '../client/errors';
import { useOffers } from '../commands/offers';
import { Card, Muted } from '../ui';
import { GetExport } from './GetExport';

export function ReportCard({ runs }: { runs: readonly RunRecord[] }) {
  const [busy, setBusy] = useState(false);
  const [report, setReport] = useState<StudyReport>();
  const [error, setError] = useState<string>();
  const write = async () => {
    setBusy(true);
    setError(undefined);
    setReport(undefined);
    try {
      const runIds = runs.map(({ id }) => id);
      setReport(await client.studyReports.write({ runIds, language: language() }));
    } catch (failure) {
      setError(messageOf(failure));
    } finally {
      setBusy(false);
    }
  };
  useOffers({ 'compare.report': busy || runs.length === 0 ? undefined : { perform: write } });
  return (
    <Card aria-label={t('report.window.title')} sx={{ py: '11px' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' }}>
        <Box role="status" sx={{ flex: '1 1 320px', minWidth: 0, overflowWrap: 'anywhere' }}>
          <Box component="span" sx={{ fontWeight: 600 }}>
            {t('report.window.title')}
          </Box>{' '}
          <Muted>
            {report ? t('report.window.written', { path: report.path }) : t('report.window.help')}
          </Muted>
        </Box>
        {report && <GetExport key={report.path} path={report.path} folder />}
        <Button
          variant="outlined"
          startIcon={<FileText size={15} />}
          disabled={busy || runs.length === 0}
          onClick={() => void write()}
        >
          {t(busy ? 'report.window.writing' : report ? 'report.window.again' : 'report.window.write')}
        </Button>
      </Box>
      {report?.remarks.map((remark) => (
        <Alert key={textOf(remark)} severity="info" sx={{ mt: 3 }}>
          {textOf(remark)}
        </Alert>
      ))}
      {error && (
        <Alert severity="error" sx={{ mt: 3, overflowWrap: 'anywhere' }}>
          {error}
        </Alert>
      )}
    </Card>
  );
}
