/** The ways in: download, import from this machine, generate; and how far the one under way is. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { Panel } from '../app/ui';
import { formatBytes } from '../charts/format';
import {
  type DatasetJob,
  type DatasetWork,
  dismissJob,
  downloadDataset,
  importDataset,
} from '../client/datasets';
import { ProgressLine } from '../layout/ProgressLine';
import { MONO } from '../theme/theme';
import { token } from '../theme/tokens';
import { GenerateForm } from './GenerateForm';

const DOING: Record<DatasetWork, string> = {
  download: 'Downloading',
  import: 'Importing',
  generate: 'Generating',
};

const FAILED: Record<DatasetWork, string> = {
  download: 'The download ended without the data set.',
  import: 'The import was refused.',
  generate: 'Generating failed.',
};

export function JobPanel({ info, job }: { info: DatasetInfo; job: DatasetJob }) {
  if (job.error !== undefined) {
    return (
      <Alert
        severity="error"
        onClose={() => dismissJob(info.id)}
        sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}
      >
        <strong>{FAILED[job.work]}</strong>
        {'\n'}
        {job.error}
      </Alert>
    );
  }
  const doing = `${DOING[job.work]} ${info.name}`;
  return (
    <Panel
      title={doing}
      action={
        <Button variant="outlined" onClick={job.cancel}>
          Cancel
        </Button>
      }
    >
      <ProgressLine label={doing} progress={job.progress ?? { phase: 'starting' }} />
    </Panel>
  );
}

function ImportForm({ info, busy }: { info: DatasetInfo; busy: boolean }) {
  const [path, setPath] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void importDataset(info.id, path.trim());
  };
  return (
    <form onSubmit={submit}>
      <Box component="label" htmlFor="import-path" sx={{ display: 'block', mb: '5px' }}>
        Archive or folder on this machine
      </Box>
      <Box sx={{ display: 'flex', gap: 2 }}>
        <TextField
          id="import-path"
          value={path}
          onChange={(event) => setPath(event.target.value)}
          placeholder="/home/you/cifar-10-binary.tar.gz"
          sx={{ flex: 1, minWidth: 0, '& input': { fontFamily: MONO, fontSize: 12 } }}
          slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
        />
        <Button type="submit" variant="outlined" disabled={busy || path.trim() === ''}>
          Import
        </Button>
      </Box>
      <Box sx={{ mt: '5px', color: token('muted'), fontSize: 12 }}>
        cifar-10-binary.tar.gz, or the unpacked folder cifar-10-batches-bin. Every file is checked against its
        SHA-256; nothing is imported by halves.
      </Box>
    </form>
  );
}

/** How to get a data set that is not on this machine yet. */
export function GetDataset({ info, busy }: { info: DatasetInfo; busy: boolean }) {
  const ways = info.sources;
  return (
    <Panel title={`${info.name} is not on this machine yet`}>
      <Box sx={{ color: token('muted'), mb: 4, maxWidth: 620 }}>{info.description}</Box>
      <Box sx={{ display: 'flex', flexDirection: 'column', gap: 5, maxWidth: 620 }}>
        {ways.includes('download') && (
          <Box>
            <Button
              variant="contained"
              color="primary"
              disabled={busy}
              onClick={() => void downloadDataset(info.id)}
            >
              Download
            </Button>
            <Box sx={{ mt: '5px', color: token('muted'), fontSize: 12 }}>
              From its home page{info.homepage ? `, ${info.homepage}` : ''}.
              {info.bytes > 0 && ` Takes ${formatBytes(info.bytes)} on this machine when it is done.`} A
              download that was interrupted goes on where it stopped.
            </Box>
          </Box>
        )}
        {ways.includes('import') && <ImportForm info={info} busy={busy} />}
        {ways.includes('generate') && <GenerateForm busy={busy} again={false} />}
      </Box>
    </Panel>
  );
}
