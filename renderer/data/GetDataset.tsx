/** The card of a data set that is not on this machine: what it is, and the ways to get it. */

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { Download } from 'lucide-react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatBytes } from '../../core/format/bytes';
import { formatCount, formatShape } from '../../core/format/number';
import { t, textOf } from '../../core/messages';
import { downloadDataset } from '../client/datasets';
import { PanelPair } from '../layout/SideAndMain';
import { Panel, StatRow } from '../ui';
import { token } from '../ui/theme/tokens';
import { ImportCopy } from './adding/ImportCopy';
import { ProxyField } from './adding/ProxyField';
import { ClassChips } from './ClassChips';
import { GenerateForm } from './GenerateForm';
import { splitsOf } from './splits';

const HINT = { color: token('muted'), fontSize: 12, lineHeight: '17px', mt: '6px' } as const;

export function GetWays({ info, busy }: { info: DatasetInfo; busy: boolean }) {
  const ways = info.sources;
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
            <Box sx={HINT}>
              {info.bytes > 0 && `${t('data.get.willTake', { size: formatBytes(info.bytes) })} `}
              {t('data.get.resumes')}
            </Box>
            <ProxyField busy={busy} />
          </Box>
        )}
        {ways.includes('import') && <ImportCopy info={info} busy={busy} />}
        {ways.includes('generate') && <GenerateForm busy={busy} again={false} />}
      </Box>
    </Panel>
  );
}

export function GetDataset({ info, busy }: { info: DatasetInfo; busy: boolean }) {
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
        <Panel title={t('data.about.title')}>
          {splitsOf(info).map(({ id, role, count }) => (
            <StatRow
              key={id}
              label={t('data.about.splitImages', { split: role })}
              value={formatCount(count)}
            />
          ))}
          <StatRow
            label={t(info.sizes === 'varied' ? 'data.about.bestInput' : 'data.about.imageShape')}
            value={formatShape(info.imageShape)}
            mono
          />
          {info.homepage && (
            <StatRow
              label={t('data.about.homepage')}
              value={
                <Link href={info.homepage} target="_blank" rel="noreferrer">
                  {info.homepage.replace(/^https?:\/\/(www\.)?|\/$/g, '')}
                </Link>
              }
            />
          )}
          {info.license && <StatRow label={t('data.about.license')} value={textOf(info.license)} />}
          {info.citation && <Box sx={{ ...HINT, overflowWrap: 'anywhere' }}>{info.citation}</Box>}
        </Panel>
      </PanelPair>
      <Panel title={t('data.classes', { count: info.classes.length })} sx={{ flexShrink: 0 }}>
        <ClassChips classes={info.classes} />
      </Panel>
    </>
  );
}
