/** The card of a data set that is not on this machine: what it is, and the ways to get it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { Download } from 'lucide-react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatBytes } from '../../core/format/bytes';
import { formatCount, formatShape } from '../../core/format/number';
import { plural } from '../../core/format/plural';
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
    <Panel title="Get it">
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
              Download{info.downloadBytes ? `, ${formatBytes(info.downloadBytes)}` : ''}
            </Button>
            <Box sx={HINT}>
              {info.bytes > 0 && `Takes ${formatBytes(info.bytes)} on this machine when it is done. `}
              An interrupted download goes on where it stopped.
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
        <Box sx={{ color: token('muted'), maxWidth: 640 }}>{info.description}</Box>
      </Box>
      <PanelPair>
        <GetWays info={info} busy={busy} />
        <Panel title="What it is">
          {splitsOf(info).map(({ id, label, count }) => (
            <StatRow key={id} label={`${label.toLowerCase()} images`} value={formatCount(count)} />
          ))}
          <StatRow
            label={
              info.sizes === 'varied'
                ? 'photographs of many sizes, suited to'
                : 'image, height × width × channels'
            }
            value={formatShape(info.imageShape)}
            mono
          />
          {info.homepage && (
            <StatRow
              label="home"
              value={
                <Link href={info.homepage} target="_blank" rel="noreferrer">
                  {info.homepage.replace(/^https?:\/\/(www\.)?|\/$/g, '')}
                </Link>
              }
            />
          )}
          {info.license && <StatRow label="license" value={info.license} />}
          {info.citation && <Box sx={{ ...HINT, overflowWrap: 'anywhere' }}>{info.citation}</Box>}
        </Panel>
      </PanelPair>
      <Panel title={plural(info.classes.length, 'class', 'classes')} sx={{ flexShrink: 0 }}>
        <ClassChips classes={info.classes} />
      </Panel>
    </>
  );
}
