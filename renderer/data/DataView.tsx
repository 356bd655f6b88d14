/** The data sets: which there are, how to get them, what is in them. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Database } from 'lucide-react';
import { useEffect } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { EmptyState, SectionHead } from '../app/ui';
import { formatCount } from '../charts/format';
import { type DatasetJob, refreshDatasets, useDatasets } from '../client/datasets';
import { ChoiceRow } from '../layout/ChoiceRow';
import { SideAndMain } from '../layout/SideAndMain';
import { useStatus } from '../state/status';
import { token } from '../theme/tokens';
import { DatasetDetail } from './DatasetDetail';
import { useDataSelection } from './selection';

function stateWords(info: DatasetInfo, job: DatasetJob | undefined): string {
  if (job?.running) {
    const { fraction, phase = 'starting' } = job.progress ?? {};
    return fraction === undefined ? phase : `${phase}, ${Math.round(100 * fraction)} %`;
  }
  if (info.state === 'absent') return 'not on this machine yet';
  return `${formatCount(info.trainCount)} + ${formatCount(info.valCount)} images`;
}

function DatasetRow({ info, job, chosen }: { info: DatasetInfo; job?: DatasetJob; chosen: boolean }) {
  const ready = info.state === 'ready';
  return (
    <ChoiceRow
      chosen={chosen}
      dot={{ color: token(ready ? 'good' : 'muted'), filled: ready }}
      onChoose={() => useDataSelection.setState({ id: info.id })}
    >
      <Box sx={{ fontWeight: 550, lineHeight: '18px' }}>{info.name}</Box>
      <Box sx={{ color: token('muted'), fontSize: 12, lineHeight: '16px' }}>{stateWords(info, job)}</Box>
    </ChoiceRow>
  );
}

// biome-ignore lint/suspicious/noShadowRestrictedNames: the views are named after their tabs; no binary data is read here.
export function DataView() {
  const { state, datasets, jobs, error } = useDatasets();
  const wanted = useDataSelection((selection) => selection.id);
  const chosen = datasets.find(({ id }) => id === wanted) ?? datasets[0];
  const setLeft = useStatus((status) => status.setLeft);
  const ready = datasets.filter((info) => info.state === 'ready').length;
  const words = datasets.length > 0 ? `${ready} of ${datasets.length} data sets on this machine` : null;
  useEffect(() => {
    setLeft(words);
    return () => setLeft(null);
  }, [words, setLeft]);

  return (
    <SideAndMain
      sideLabel="Data sets"
      side={
        <>
          <SectionHead>Data sets</SectionHead>
          {datasets.map((info) => (
            <DatasetRow key={info.id} info={info} job={jobs[info.id]} chosen={info.id === chosen?.id} />
          ))}
          {datasets.length === 0 && (
            <Box sx={{ color: token('muted') }}>
              {state === 'failed' ? 'Not known.' : 'Looking for data sets.'}
            </Box>
          )}
        </>
      }
    >
      {chosen ? (
        <DatasetDetail key={chosen.id} info={chosen} job={jobs[chosen.id]} />
      ) : (
        <EmptyState
          icon={<Database size={28} />}
          title={state === 'failed' ? 'The data sets could not be listed' : 'Looking for data sets'}
          action={
            state === 'failed' && (
              <Button variant="outlined" onClick={() => void refreshDatasets()}>
                Try again
              </Button>
            )
          }
        >
          {error}
        </EmptyState>
      )}
    </SideAndMain>
  );
}
