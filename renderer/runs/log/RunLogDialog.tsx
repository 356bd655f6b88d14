/** The log of a run: its phases, and every line, which can be searched and copied. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatBytes } from '../../../core/format/bytes';
import { formatSeconds } from '../../../core/format/duration';
import { t } from '../../../core/messages';
import { nameOf, type RunRecord } from '../../../core/study/run';
import { type LogPhase, logLines, logPhases } from '../../../core/study/run-log';
import { copyText } from '../../layout/copy';
import { ellipsis, Muted, Note } from '../../ui';
import { AppDialog } from '../../ui/AppDialog';
import { SearchField } from '../../ui/SearchField';
import { token } from '../../ui/theme/tokens';
import { LogLines } from './LogLines';
import { useRunLog } from './useRunLog';

export function RunLogDialog({ run, onClose }: { run: RunRecord; onClose(): void }) {
  const { text, skipped, isRead, error } = useRunLog(run);
  const [wanted, setWanted] = useState('');
  const lines = useMemo(() => logLines(text), [text]);
  const query = wanted.trim().toLowerCase();
  const found = query === '' ? lines : lines.filter((line) => line.text.toLowerCase().includes(query));
  const copy = () =>
    void copyText(
      query === '' ? text : found.map((line) => line.text).join('\n'),
      t('train.log.what', { run: nameOf(run) }),
    );
  return (
    <AppDialog
      title={t('train.log.title', { run: nameOf(run) })}
      onClose={onClose}
      maxWidth="lg"
      // It may belong to a card, which would be chosen.
      onClick={(event) => event.stopPropagation()}
      contentSx={{ display: 'flex', flexDirection: 'column', overflow: 'hidden' }}
      action={
        <Button
          variant="contained"
          color="primary"
          startIcon={<Copy size={14} />}
          disabled={found.length === 0}
          onClick={copy}
        >
          {t(query === '' ? 'train.log.copy' : 'train.log.copyFound')}
        </Button>
      }
    >
      <Phases phases={logPhases(lines)} />
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, mb: 2 }}>
        <SearchField label={t('train.log.find')} value={wanted} onChange={setWanted} sx={{ width: 280 }} />
        <Muted role="status">
          {query === ''
            ? t('train.log.lines', { count: lines.length })
            : t('train.log.found', { found: found.length, count: lines.length })}
        </Muted>
      </Box>
      {skipped > 0 && (
        <Note sx={{ mb: 2 }}>{t('train.log.skipped', { size: formatBytes(skipped), run: run.id })}</Note>
      )}
      {error && (
        <Note tone="bad" sx={{ mb: 2 }}>
          {error}
        </Note>
      )}
      {isRead && lines.length === 0 ? (
        <Note sx={{ minHeight: 120 }}>{t('train.log.empty')}</Note>
      ) : (
        <LogLines lines={found} query={query} />
      )}
    </AppDialog>
  );
}

function Phases({ phases }: { phases: readonly LogPhase[] }) {
  if (phases.length === 0) return null;
  return (
    <Box
      component="ol"
      aria-label={t('train.log.phases')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: '6px',
        m: 0,
        mb: 3,
        p: 0,
        maxHeight: 110,
        overflowY: 'auto',
        listStyle: 'none',
        flexShrink: 0,
        '& li': {
          px: '9px',
          borderRadius: '6px',
          fontSize: 12,
          lineHeight: '22px',
          maxWidth: 360,
          display: 'flex',
          gap: '6px',
          backgroundColor: token('raised'),
          '& > :first-of-type': ellipsis,
        },
      }}
    >
      {phases.map(({ text, isProblem, seconds }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: phases are only added
        <Box component="li" key={index} title={text} sx={{ color: token(isProblem ? 'bad' : 'text') }}>
          <span>{text}</span>
          {seconds !== undefined && <Muted>{formatSeconds(seconds)}</Muted>}
        </Box>
      ))}
    </Box>
  );
}
