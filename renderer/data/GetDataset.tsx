/** The page of a data set that is not on this machine: what it is, and how to get it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Download } from 'lucide-react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatBytes } from '../../core/format/bytes';
import { t, textOf } from '../../core/messages';
import { downloadDataset } from '../client/datasets';
import { useOffers } from '../commands/offers';
import { PanelPair } from '../layout/SideAndMain';
import { Note, Panel } from '../ui';
import { token } from '../ui/theme/tokens';
import { useFocusBack } from '../ui/useFocusBack';
import { ImportCopy } from './adding/ImportCopy';
import { ProxyLink } from './adding/ProxyLink';
import { ClassChips } from './ClassChips';
import { GenerateForm } from './GenerateForm';
import { AboutPanel } from './info/AboutPanel';

export function GetWays({ info, busy }: { info: DatasetInfo; busy: boolean }) {
  const ways = info.sources;
  useOffers({
    'data.get': ways.includes('download') && !busy ? { perform: () => downloadDataset(info.id) } : undefined,
  });
  return (
    <Panel title={t('data.get.title')}>
      <Box sx={{ display: 'flex', flexDirection: 'column', gap: 5 }}>
        {ways.includes('download') && (
          <Box>
            <Button
              variant="contained"
              color="primary"
              startIcon={<Download size={15} />}
              disabled={busy}
              onClick={() => void downloadDataset(info.id)}
            >
              {info.downloadBytes
                ? t('data.get.downloadSize', { size: formatBytes(info.downloadBytes) })
                : t('data.get.download')}
            </Button>
            <Note sx={{ mt: '6px' }}>
              {info.bytes > 0 && `${t('data.get.willTake', { size: formatBytes(info.bytes) })} `}
              {t('data.get.resumes')}
            </Note>
            <ProxyLink />
          </Box>
        )}
        {ways.includes('import') && <ImportCopy info={info} busy={busy} />}
        {ways.includes('generate') && <GenerateForm busy={busy} again={false} />}
      </Box>
    </Panel>
  );
}

export function GetDataset({ info, busy }: { info: DatasetInfo; busy: boolean }) {
  // When the data set is here, its entry in the list.
  useFocusBack();
  return (
    <>
      <Box>
        <Box component="h1" sx={{ m: 0, fontSize: 18, lineHeight: '26px', fontWeight: 620 }}>
          {info.name}
        </Box>
        <Box sx={{ color: token('muted'), maxWidth: 640 }}>{textOf(info.description)}</Box>
      </Box>
      <PanelPair>
        <GetWays info={info} busy={busy} />
        <AboutPanel info={info} />
      </PanelPair>
      <Panel title={t('data.classes', { count: info.classes.length })} sx={{ flexShrink: 0 }}>
        <ClassChips classes={info.classes} />
      </Panel>
    </>
  );
}
