/** Everything about the chosen data set. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { Panel } from '../app/ui';
import { type DatasetJob, removeDataset } from '../client/datasets';
import { messageOf } from '../client/errors';
import { ConfirmDialog } from '../layout/ConfirmDialog';
import { useNavigation } from '../state/navigation';
import { notify } from '../state/notices';
import { token } from '../theme/tokens';
import { useTrainForm } from '../training/form';
import { ExamplesPanel } from './ExamplesPanel';
import { GenerateForm } from './GenerateForm';
import { GetDataset, JobPanel } from './GetDataset';
import { InfoPanels } from './InfoPanel';

function Head({ info, busy }: { info: DatasetInfo; busy: boolean }) {
  const go = useNavigation((state) => state.go);
  const train = () => {
    useTrainForm.getState().set({ dataset: info.id });
    go('train');
  };
  const [asking, setAsking] = useState(false);
  const remove = () =>
    void removeDataset(info.id).catch((error: unknown) =>
      notify({ severity: 'error', text: messageOf(error) }),
    );
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 2, flexWrap: 'wrap' }}>
      <Box sx={{ flex: 1, minWidth: 260 }}>
        <Box component="h1" sx={{ m: 0, fontSize: 18, lineHeight: '26px', fontWeight: 620 }}>
          {info.name}
        </Box>
        <Box sx={{ color: token('muted'), maxWidth: 640 }}>{info.description}</Box>
      </Box>
      <Button
        variant="outlined"
        startIcon={<Trash2 size={15} />}
        disabled={busy}
        onClick={() => setAsking(true)}
      >
        Remove
      </Button>
      <Button variant="contained" color="primary" onClick={train}>
        Train on it
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Remove ${info.name} from this machine?`}
        confirm="Remove data set"
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        Its imported images are deleted; finished runs stay as they are. To train on it again it must be{' '}
        {info.sources.includes('generate') ? 'generated' : 'downloaded or imported'} once more.
      </ConfirmDialog>
    </Box>
  );
}

export function DatasetDetail({ info, job }: { info: DatasetInfo; job?: DatasetJob }) {
  const busy = job?.running ?? false;
  return (
    <>
      {info.state === 'ready' && <Head info={info} busy={busy} />}
      {job && <JobPanel info={info} job={job} />}
      {info.state === 'absent' && <GetDataset info={info} busy={busy} />}
      {info.state === 'ready' && (
        <>
          <InfoPanels info={info} />
          {/* Another drawing of the set is another set of examples: begin with its first page. */}
          <ExamplesPanel key={`${info.id} ${info.trainCount} ${info.valCount} ${busy}`} info={info} />
          {info.sources.includes('generate') && (
            <Panel title="Another size or seed">
              <GenerateForm busy={busy} again />
            </Panel>
          )}
        </>
      )}
    </>
  );
}
