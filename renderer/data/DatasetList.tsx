/** All data sets, in groups: each with its state, and a bar while it is downloaded or imported. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { FolderPlus } from 'lucide-react';
import { useState } from 'react';
import { own } from '../../core/basics/own-property';
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatBytes } from '../../core/format/bytes';
import { formatCompact, formatCount, formatPercent } from '../../core/format/number';
import { t, textOf } from '../../core/messages';
import { datasetTitle } from '../../core/study/data';
import type { DatasetJob, DatasetsState } from '../client/datasets';
import { originText } from '../client/provenance';
import { useDataSelection } from '../state/dataSelection';
import { ellipsis, Note, SearchField, SectionHead, visuallyHidden } from '../ui';
import { ChoiceRow } from '../ui/ChoiceRow';
import { token } from '../ui/theme/tokens';
import { openAddOwn } from './adding/state';
import { grouped } from './datasetGroups';
import { imageCount } from './splits';

function jobState({ running, error, progress }: DatasetJob): string {
  if (error !== undefined || !running) return t('data.list.failed');
  const { fraction, phase } = progress ?? {};
  const doing = phase === undefined ? t('data.job.starting') : textOf(phase);
  return fraction === undefined ? doing : `${doing}, ${formatPercent(fraction, 0)}`;
}

function counts(info: DatasetInfo): string {
  const images = imageCount(info);
  const values = {
    classes: info.classes.length,
    images,
    count: images >= 1_000_000 ? formatCompact(images) : formatCount(images),
  };
  return info.sampleOf
    ? t('data.list.countsSample', { ...values, whole: info.sampleOf })
    : t('data.list.counts', values);
}

const sizeOf = ({ state, bytes, downloadBytes }: DatasetInfo): string => {
  const size = state === 'ready' ? bytes : downloadBytes;
  return size ? formatBytes(size) : '';
};

function Row({
  id,
  name,
  info,
  job,
  chosen,
}: {
  id: string;
  name: string;
  info?: DatasetInfo;
  job?: DatasetJob;
  chosen: boolean;
}) {
  const ready = info?.state === 'ready';
  const failed = job?.error !== undefined;
  const color = token(failed ? 'bad' : ready ? 'good' : 'muted');
  const missing = info?.kind === 'drawn' ? 'data.list.notDrawn' : 'data.list.notHere';
  const state = job ? jobState(job) : t(ready ? 'data.list.here' : missing);
  const title = info ? datasetTitle(name, info.id) : name;
  return (
    <ChoiceRow
      chosen={chosen}
      dot={{ color, filled: ready }}
      onChoose={() => useDataSelection.setState({ id })}
    >
      <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 2 }}>
        <Box
          title={[title, info && originText(info)].filter(Boolean).join(', ')}
          sx={{
            flex: 1,
            minWidth: 0,
            fontWeight: 550,
            lineHeight: '18px',
            overflow: 'hidden',
            overflowWrap: 'anywhere',
            display: '-webkit-box',
            WebkitBoxOrient: 'vertical',
            WebkitLineClamp: 2,
          }}
        >
          {title}
        </Box>
        {!job && (
          <Box component="span" sx={{ flexShrink: 0, fontSize: 12, color: token(ready ? 'good' : 'muted') }}>
            {!info || sizeOf(info) === '' ? (
              state
            ) : (
              // The dot says whether it is here, which leaves more room for the name.
              <span title={t(ready ? 'data.list.hereSize' : 'data.list.notHereSize', { size: sizeOf(info) })}>
                <span style={visuallyHidden}>{state}, </span>
                {sizeOf(info)}
              </span>
            )}
          </Box>
        )}
      </Box>
      <Note sx={{ ...ellipsis, color: token(failed ? 'bad' : 'muted'), fontVariantNumeric: 'tabular-nums' }}>
        {job ? state : info ? counts(info) : ''}
      </Note>
      {job?.running && (
        <LinearProgress
          // A new bar when the end becomes known, so that it does not glide from where it was.
          key={String(job.progress?.fraction === undefined)}
          aria-label={t('data.list.getting', { name })}
          variant={job.progress?.fraction === undefined ? 'indeterminate' : 'determinate'}
          value={100 * (job.progress?.fraction ?? 0)}
          sx={{ height: 3, mt: '4px' }}
        />
      )}
    </ChoiceRow>
  );
}

export function DatasetList({ known, chosen }: { known: DatasetsState; chosen: string | undefined }) {
  const [filter, setFilter] = useState('');
  const groups = grouped(known, filter);
  return (
    <>
      <Box
        sx={{
          position: 'sticky',
          top: 0,
          zIndex: 1,
          pt: 3,
          pb: 1,
          display: 'flex',
          flexDirection: 'column',
          gap: 2,
          backgroundColor: token('panel'),
        }}
      >
        <Button variant="outlined" fullWidth startIcon={<FolderPlus size={15} />} onClick={openAddOwn}>
          {t('data.list.add')}
        </Button>
        <SearchField fullWidth label={t('data.list.filter')} value={filter} onChange={setFilter} />
      </Box>
      {groups.map(({ kind, datasets, coming }) => (
        <Box key={kind} component="section" aria-label={t('data.list.group', { kind })}>
          <SectionHead>{t('data.list.group', { kind })}</SectionHead>
          {coming.map(({ id, name }) => (
            <Row key={id} id={id} name={name} job={own(known.jobs, id)} chosen={id === chosen} />
          ))}
          {datasets.map((info) => (
            <Row
              key={info.id}
              id={info.id}
              name={info.name}
              info={info}
              job={own(known.jobs, info.id)}
              chosen={info.id === chosen}
            />
          ))}
        </Box>
      ))}
      {groups.length === 0 && (
        <Box sx={{ color: token('muted'), mt: 3 }}>
          {filter.trim() !== '' && known.datasets.length > 0
            ? t('data.list.none')
            : known.state === 'failed'
              ? t('data.list.failedTitle')
              : t('data.list.loading')}
        </Box>
      )}
    </>
  );
}
