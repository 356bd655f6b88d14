/** The Data view: all data sets, how to get them, and their contents. */
import Button from '@mui/material/Button';
import { Database } from 'lucide-react';
import { useEffect } from 'react';
import { own } from '../../core/basics/own-property';
import { t } from '../../core/messages';
import { refreshDatasets, useDatasets } from '../client/datasets';
import { SideAndMain } from '../layout/SideAndMain';
import { useDataSelection } from '../state/dataSelection';
import { useStatus } from '../state/status';
import { EmptyState } from '../ui';
import { DatasetDetail } from './DatasetDetail';
import { DatasetList } from './DatasetList';
import { JobPanel } from './JobPanel';

// biome-ignore lint/suspicious/noShadowRestrictedNames: the views are named after their tabs; no binary data is read here.
export function DataView() {
  const known = useDatasets();
  const { state, datasets, jobs, error } = known;
  const wanted = useDataSelection((selection) => selection.id);
  const coming =
    wanted !== undefined && !datasets.some(({ id }) => id === wanted) ? own(jobs, wanted) : undefined;
  const chosen = coming
    ? undefined
    : (datasets.find(({ id }) => id === wanted) ??
      datasets.find((info) => info.state === 'ready') ??
      datasets[0]);
  const setLeft = useStatus((status) => status.setLeft);
  const ready = datasets.filter((info) => info.state === 'ready').length;
  const words = datasets.length > 0 ? t('data.list.status', { ready, count: datasets.length }) : null;
  useEffect(() => {
    setLeft(words);
    return () => setLeft(null);
  }, [words, setLeft]);

  return (
    <SideAndMain
      sideLabel={t('data.list.title')}
      side={<DatasetList known={known} chosen={coming ? wanted : chosen?.id} />}
    >
      {coming && wanted !== undefined ? (
        <JobPanel id={wanted} name={coming.name ?? wanted} job={coming} />
      ) : chosen ? (
        <DatasetDetail key={chosen.id} info={chosen} job={own(jobs, chosen.id)} />
      ) : (
        <EmptyState
          icon={<Database size={28} />}
          title={t(state === 'failed' ? 'data.list.failedTitle' : 'data.list.loading')}
          action={
            state === 'failed' && (
              <Button variant="outlined" onClick={() => void refreshDatasets()}>
                {t('data.list.tryAgain')}
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
