/** The chosen data set: its images, facts about it, and its input pipeline. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatBytes } from '../../core/format/bytes';
import { type Key, t } from '../../core/messages';
import { datasetTitle } from '../../core/study/data';
import { type DatasetJob, removeDataset } from '../client/datasets';
import { messageOf } from '../client/errors';
import { originText, shapeText } from '../client/provenance';
import { useOffers } from '../commands/offers';
import { useTrainForm } from '../settings/form';
import { type DataTab, useDataSelection } from '../state/dataSelection';
import { useNavigation } from '../state/navigation';
import { notify } from '../state/notices';
import { Panel } from '../ui';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { token } from '../ui/theme/tokens';
import { ExamplesPanel } from './ExamplesPanel';
import { GenerateForm } from './GenerateForm';
import { GetDataset, GetWays } from './GetDataset';
import { InfoPanels } from './info/InfoPanels';
import { JobPanel } from './JobPanel';
import { PipelineView } from './PipelineView';
import { imageCount, splitsOf } from './splits';

function facts(info: DatasetInfo): string {
  const splits = splitsOf(info).map(({ role, count }) => t('data.detail.split', { split: role, count }));
  return [
    splits.join(' + '),
    t('data.classes', { count: info.classes.length }),
    shapeText(info),
    formatBytes(info.bytes),
    ...(info.dropped > 0 ? [t('data.detail.skipped', { count: info.dropped })] : []),
  ].join(' · ');
}

function Head({ info, busy }: { info: DatasetInfo; busy: boolean }) {
  const go = useNavigation((state) => state.go);
  const train = () => {
    useTrainForm.getState().set({ dataset: info.id });
    go('train');
  };
  const [asking, setAsking] = useState(false);
  useOffers({
    'data.train': { perform: train },
    'data.remove': busy ? undefined : { perform: () => setAsking(true) },
  });
  const remove = () =>
    void removeDataset(info.id).catch((error: unknown) =>
      notify({ severity: 'error', text: messageOf(error) }),
    );
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 2, flexWrap: 'wrap', flexShrink: 0 }}>
      <Box sx={{ flex: 1, minWidth: 260 }}>
        <Box
          component="h1"
          sx={{ m: 0, fontSize: 18, lineHeight: '26px', fontWeight: 620, overflowWrap: 'anywhere' }}
        >
          {datasetTitle(info.name, info.id)}
        </Box>
        <Box sx={{ color: token('muted'), maxWidth: 760 }}>{facts(info)}</Box>
        {info.kind === 'own' && (
          <Box
            title={info.origin}
            sx={{ color: token('muted'), fontSize: 12, maxWidth: 760, overflowWrap: 'anywhere' }}
          >
            {t('data.detail.own', { origin: originText(info), id: info.id })}
          </Box>
        )}
      </Box>
      <Button
        variant="outlined"
        startIcon={<Trash2 size={15} />}
        disabled={busy}
        onClick={() => setAsking(true)}
      >
        {t('data.detail.remove')}
      </Button>
      <Button variant="contained" color="primary" onClick={train}>
        {t('data.detail.train')}
      </Button>
      <ConfirmDialog
        open={asking}
        title={t('data.detail.removeTitle', { name: info.name })}
        confirm={t('data.detail.removeConfirm')}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        {t('data.detail.removeBody', { how: info.sources.includes('generate') ? 'generate' : 'get' })}
      </ConfirmDialog>
    </Box>
  );
}

const TABS: readonly { id: DataTab; label: Key }[] = [
  { id: 'examples', label: 'data.detail.tab.examples' },
  { id: 'about', label: 'data.detail.tab.about' },
  { id: 'pipeline', label: 'data.detail.tab.pipeline' },
];

function Here({ info, busy }: { info: DatasetInfo; busy: boolean }) {
  const tab = useDataSelection((selection) => selection.tab);
  return (
    <>
      <Tabs
        value={tab}
        onChange={(_event, next: DataTab) => useDataSelection.setState({ tab: next })}
        aria-label={t('data.detail.tabs', { name: info.name })}
        sx={{
          minHeight: 32,
          flexShrink: 0,
          borderBottom: `1px solid ${token('line')}`,
          '& .MuiTab-root': {
            minHeight: 32,
            py: 0,
            px: '12px',
            textTransform: 'none',
            fontSize: 13,
            minWidth: 0,
          },
        }}
      >
        {TABS.map(({ id, label }) => (
          <Tab key={id} value={id} label={t(label)} />
        ))}
      </Tabs>
      {/* If the set was drawn again, begin with its first page. */}
      {tab === 'examples' && <ExamplesPanel key={`${info.id} ${info.importedAt} ${busy}`} info={info} />}
      {tab === 'pipeline' && <PipelineView info={info} />}
      {tab === 'about' && (
        <>
          <InfoPanels info={info} />
          {info.sources.includes('generate') && (
            <Panel title={t('data.detail.again')} sx={{ flexShrink: 0 }}>
              <GenerateForm busy={busy} again />
            </Panel>
          )}
        </>
      )}
    </>
  );
}

/** How to get the whole set, if only a sample is here. */
function SampleNote({ info, open, onOpen }: { info: DatasetInfo; open: boolean; onOpen(): void }) {
  return (
    <>
      <Alert
        severity="warning"
        sx={{ flexShrink: 0 }}
        action={open ? undefined : <Button onClick={onOpen}>{t('data.detail.sampleGet')}</Button>}
      >
        {t('data.detail.sample', { count: imageCount(info), whole: info.sampleOf ?? 0, name: info.name })}
        {open && ` ${t('data.detail.sampleReplaced')}`}
      </Alert>
      {open && <GetWays info={info} busy={false} />}
    </>
  );
}

export function DatasetDetail({ info, job }: { info: DatasetInfo; job?: DatasetJob }) {
  const busy = job?.running ?? false;
  const ready = info.state === 'ready';
  const [whole, setWhole] = useState<string>();
  return (
    <>
      {ready && info.sampleOf && !busy && (
        <SampleNote info={info} open={whole === info.id} onOpen={() => setWhole(info.id)} />
      )}
      {ready && <Head info={info} busy={busy} />}
      {job && <JobPanel id={info.id} name={info.name} job={job} />}
      {ready ? <Here info={info} busy={busy} /> : <GetDataset info={info} busy={busy} />}
    </>
  );
}
