/** What an export wrote, remarks on it, and Python that uses it. */

import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { Copy } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Exported } from '../../core/contract';
import { formatBytes } from '../../core/format/bytes';
import { t, textOf } from '../../core/messages';
import { type ExportFormat, exportFormats } from '../../core/study/export-format';
import { describeInference } from '../../core/study/inference';
import { pythonSnippet } from '../../core/study/snippet';
import { copyText } from '../layout/copy';
import { Panel, StatRow } from '../ui';
import { MONO } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';
import { GetExport } from './GetExport';

export interface Result extends Exported {
  format: ExportFormat;
}

function CopyButton({ text, what }: { text: string; what: string }) {
  return (
    <Tooltip title={t('export.copy', { what })}>
      <IconButton aria-label={t('export.copy', { what })} onClick={() => void copyText(text, what)}>
        <Copy size={15} />
      </IconButton>
    </Tooltip>
  );
}

function Block({ text, what }: { text: string; what: string }) {
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'flex-start',
        gap: 1,
        p: '6px 6px 6px 12px',
        borderRadius: '7px',
        backgroundColor: token('raised'),
        border: `1px solid ${token('line')}`,
      }}
    >
      <Box
        component="pre"
        sx={{
          m: 0,
          py: '6px',
          flex: 1,
          minWidth: 0,
          overflowX: 'auto',
          fontFamily: MONO,
          fontSize: 12,
          lineHeight: '18px',
        }}
      >
        {text}
      </Box>
      <CopyButton text={text} what={what} />
    </Box>
  );
}

export function ResultPanel({ result }: { result: Result }) {
  const ref = useRef<HTMLDivElement>(null);
  // In braces: newer browsers return a promise, which is no clean-up.
  useEffect(() => {
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={ref}>
      <Panel title={t('export.result.title', { size: formatBytes(result.bytes) })}>
        <Box role="status" sx={{ mb: 4 }}>
          <Block text={result.path} what={t('export.copied.path')} />
        </Box>
        <GetExport key={result.path} path={result.path} folder={exportFormats[result.format].isFolder} />
        {result.remarks
          .map((remark) => textOf(remark))
          .map((remark) => (
            <Alert key={remark} severity="warning" sx={{ mb: 3, overflowWrap: 'anywhere' }}>
              {remark}
            </Alert>
          ))}
        <Box sx={{ mb: 4 }}>
          {describeInference(result.inference).map(([label, value]) => (
            <StatRow key={label} label={label} value={value} />
          ))}
        </Box>
        <Box sx={{ mb: 2, color: token('muted') }}>
          {t(
            exportFormats[result.format].isFolder
              ? 'export.result.factsInFolder'
              : 'export.result.factsInFile',
          )}
        </Box>
        <Block
          text={pythonSnippet(result.format, result.path, result.inference)}
          what={t('export.copied.snippet')}
        />
      </Panel>
    </div>
  );
}
