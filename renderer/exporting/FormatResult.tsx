/** One format of an export: its state, the result of its check, its file, and Python that uses it. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import CircularProgress from '@mui/material/CircularProgress';
import { Ban, Check, CircleCheck, CircleHelp, CircleX, Clock, type LucideIcon } from 'lucide-react';
import type { Exported } from '../../core/contract/exporting';
import { formatBytes } from '../../core/format/bytes';
import { t, textOf } from '../../core/messages';
import { describeCheck } from '../../core/study/export-check';
import { type ExportFormat, formatInfo } from '../../core/study/export-format';
import { snippet } from '../../core/study/snippet';
import { Muted, Note } from '../ui';
import { FoldButton } from '../ui/FoldButton';
import { token } from '../ui/theme/tokens';
import { GetExport } from '../written/GetExport';
import type { FormatState } from './job';
import { TextBlock } from './TextBlock';

type Tone = 'good' | 'bad' | 'muted' | 'warning';

const ICONS: Readonly<
  Record<Exclude<FormatState['state'], 'exported' | 'writing' | 'checking'>, [LucideIcon, Tone]>
> = {
  waiting: [Clock, 'muted'],
  cancelled: [Ban, 'muted'],
  failed: [CircleX, 'bad'],
};

const CHECKED: Readonly<Record<NonNullable<Exported['check']>['result'], [LucideIcon, Tone]>> = {
  equal: [CircleCheck, 'good'],
  different: [CircleX, 'bad'],
  failed: [CircleX, 'bad'],
  unchecked: [CircleHelp, 'muted'],
};

function StateIcon({ state }: { state: FormatState }) {
  if (state.state === 'writing' || state.state === 'checking')
    return <CircularProgress size={16} aria-hidden />;
  const checked = state.state === 'exported' ? state.exported.check : undefined;
  const [Icon, tone] =
    state.state === 'exported'
      ? checked
        ? CHECKED[checked.result]
        : ([Check, 'good'] as const)
      : ICONS[state.state];
  return <Icon size={16} color={token(tone)} aria-hidden />;
}

function StateWords({ state }: { state: FormatState }) {
  if (state.state === 'failed') return <Note tone="bad">{state.why}</Note>;
  if (state.state !== 'exported') return <Note>{t('export.result.state', { state: state.state })}</Note>;
  const { check } = state.exported;
  if (!check) return null;
  const tone = CHECKED[check.result][1] === 'bad' ? 'bad' : 'muted';
  return <Note tone={tone}>{textOf(describeCheck(check))}</Note>;
}

function Details({ format, exported }: { format: ExportFormat; exported: Exported }) {
  const { path, remarks, inference } = exported;
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3, pl: '26px', pt: 3 }}>
      <TextBlock text={path} what={t('export.copied.path')} />
      {remarks.map((remark) => (
        <Alert key={textOf(remark)} severity="warning" sx={{ overflowWrap: 'anywhere' }}>
          {textOf(remark)}
        </Alert>
      ))}
      <Muted>
        {t(formatInfo(format).isFolder ? 'export.result.factsInFolder' : 'export.result.factsInFile')}
      </Muted>
      <TextBlock text={snippet(format, path, inference)} what={t('export.copied.snippet')} />
    </Box>
  );
}

interface FormatResultProps {
  format: ExportFormat;
  state: FormatState;
  /** Its details are shown. */
  open: boolean;
  onOpen(open: boolean): void;
}

export function FormatResult({ format, state, open, onOpen }: FormatResultProps) {
  const { name, isFolder } = formatInfo(format);
  const exported = 'exported' in state ? state.exported : undefined;
  const remarks = exported?.remarks.length ?? 0;
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: '10px', flexWrap: 'wrap' }}>
        <Box sx={{ pt: '7px', lineHeight: 0 }}>
          <StateIcon state={state} />
        </Box>
        <Box role="status" sx={{ flex: '1 1 220px', minWidth: 0, pt: '5px' }}>
          <Box sx={{ fontWeight: 550 }}>
            {textOf(name)} {exported && <Muted sx={{ fontWeight: 400 }}>{formatBytes(exported.bytes)}</Muted>}
          </Box>
          <StateWords state={state} />
        </Box>
        {exported && (
          <>
            <FoldButton open={open} onClick={() => onOpen(!open)} sx={{ height: 30, px: 2, fontSize: 12 }}>
              {remarks > 0
                ? t('export.result.detailsAndRemarks', { count: remarks })
                : t('export.result.details')}
            </FoldButton>
            <GetExport key={exported.path} path={exported.path} folder={isFolder} />
          </>
        )}
      </Box>
      {exported && open && <Details format={format} exported={exported} />}
    </>
  );
}
