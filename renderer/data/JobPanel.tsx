/** The progress of a download or import, or why it failed. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { message, t } from '../../core/messages';
import { type DatasetJob, dismissJob } from '../client/datasets';
import { Panel } from '../ui';
import { ProgressLine } from '../ui/ProgressLine';
import { progressWords } from '../ui/transfer';

export function JobPanel({ id, name, job }: { id: string; name: string; job: DatasetJob }) {
  if (job.error !== undefined) {
    return (
      <Alert
        severity="error"
        action={
          <Box sx={{ display: 'flex', gap: 1 }}>
            <Button color="inherit" onClick={job.retry}>
              {t('data.list.tryAgain')}
            </Button>
            <Button color="inherit" onClick={() => dismissJob(id)}>
              {t('data.job.dismiss')}
            </Button>
          </Box>
        }
        sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere', flexShrink: 0 }}
      >
        <strong>{t('data.job.failed', { work: job.work })}</strong>
        {'\n'}
        {job.error}
      </Alert>
    );
  }
  const doing = t('data.job.running', { work: job.work, name });
  return (
    <Panel
      title={doing}
      sx={{ flexShrink: 0 }}
      action={
        <Button variant="outlined" onClick={job.cancel}>
          {t('common.cancel')}
        </Button>
      }
    >
      <ProgressLine
        label={doing}
        progress={progressWords(job.progress ?? { phase: message('data.job.starting') })}
      />
    </Panel>
  );
}
