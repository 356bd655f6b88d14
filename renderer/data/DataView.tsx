/** The data sets: which there are, how to get them, what is in them. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import { Database } from 'lucide-react';
import { useEffect } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { EmptyState, SectionHead } from '../app/ui';
import { formatCount } from '../charts/format';
import { type DatasetJob, refreshDatasets, useDatasets } from '../client/datasets';
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
  return (
    <ButtonBase
      aria-current={chosen ? 'true' : undefined}
      onClick={() => useDataSelection.setState({ id: info.id })}
      sx={{
        width: '100%',
        display: 'flex',
        justifyContent: 'flex-start',
        textAlign: 'left',
        gap: '10px',
        px: '9px',
        py: '7px',
        mb: '3px',
        borderRadius: '7px',
        backgroundColor: chosen ? token('raised') : 'transparent',
        '&:hover': { backgroundColor: token('raised') },
        '&:focus-visible': { outline: `2px solid ${token('accent')}` },
      }}
    >
      <Box
        aria-hidden="true"
        sx={{
          width: 9,
          height: 9,
          flexShrink: 0,
          borderRadius: '50%',
          border: `1.5px solid ${info.state === 'ready' ? token('good') : token('muted')}`,
          backgroundColor: info.state === 'ready' ? token('good') : 'transparent',
        }}
      />
      <Box sx={{ minWidth: 0 }}>
        <Box sx={{ fontWeight: 550, lineHeight: '18px' }}>{info.name}</Box>
        <Box sx={{ color: token('muted'), fontSize: 12, lineHeight: '16px' }}>{stateWords(info, job)}</Box>
      </Box>
    </ButtonBase>
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
