/** What is under way on a data set, and why it ended without one. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { type DatasetJob, type DatasetWork, dismissJob } from '../client/datasets';
import { Panel } from '../ui';
import { ProgressLine } from '../ui/ProgressLine';
import { progressWords } from '../ui/transfer';

const DOING: Record<DatasetWork, string> = {
  download: 'Downloading',
  import: 'Importing',
  generate: 'Generating',
  own: 'Importing',
};

const FAILED: Record<DatasetWork, string> = {
  download: 'The download ended without the data set.',
  import: 'The import was refused.',
  generate: 'Generating failed.',
  own: 'The import was refused.',
};

export function JobPanel({ id, name, job }: { id: string; name: string; job: DatasetJob }) {
  if (job.error !== undefined) {
    return (
      <Alert
        severity="error"
        action={
          <Box sx={{ display: 'flex', gap: 1 }}>
            <Button color="inherit" onClick={job.retry}>
              Try again
            </Button>
            <Button color="inherit" onClick={() => dismissJob(id)}>
              Dismiss
            </Button>
          </Box>
        }
        sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere', flexShrink: 0 }}
      >
        <strong>{FAILED[job.work]}</strong>
        {'\n'}
        {job.error}
      </Alert>
    );
  }
  const doing = `${DOING[job.work]} ${name}`;
  return (
    <Panel
      title={doing}
      sx={{ flexShrink: 0 }}
      action={
        <Button variant="outlined" onClick={job.cancel}>
          Cancel
        </Button>
      }
    >
      <ProgressLine label={doing} progress={progressWords(job.progress ?? { phase: 'starting' })} />
    </Panel>
  );
}
