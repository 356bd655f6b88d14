import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { ReactNode } from 'react';
import { runLabel } from '../../core/figures/run-series';
import { formatSeconds } from '../../core/format/duration';
import { formatLoss, formatPercent } from '../../core/format/number';
import { type Key, t } from '../../core/messages';
import { bestEpoch } from '../../core/study/monitor';
import { runRemarks } from '../../core/study/remarks';
import { type EpochMetrics, errorOf, type RunRecord } from '../../core/study/run';
import { useRunColor, useRuns } from '../client/runs';
import { historyOf } from '../runs/history';
import { Dot, Panel, Remarks } from '../ui';
import { token } from '../ui/theme/tokens';

/** Those after the run's name. */
const COLUMNS: readonly { label: Key; help?: Key; cell(run: RunRecord): ReactNode }[] = [
  {
    label: 'compare.results.loss',
    help: 'compare.results.lossHelp',
    cell: ({ epochs }) => orDash(epochs.at(-1)?.loss, formatLoss),
  },
  {
    label: 'compare.results.validation',
    help: 'compare.results.validationHelp',
    cell: (run) => (
      <>
        {orDash(run.epochs.at(-1)?.valAccuracy, formatPercent)}
        <Remarks remarks={runRemarks([run])} />
      </>
    ),
  },
  {
    label: 'compare.results.best',
    help: 'compare.results.bestHelp',
    cell: ({ epochs }) => <BestAccuracy best={bestEpoch('valAccuracy', epochs)} />,
  },
  {
    label: 'compare.results.time',
    cell: ({ epochs }) =>
      orDash(
        epochs.length > 0 ? epochs.reduce((sum, { seconds }) => sum + seconds, 0) : undefined,
        formatSeconds,
      ),
  },
];

const orDash = (value: number | undefined, format: (value: number) => string): string =>
  value === undefined ? '–' : format(value);

const BestAccuracy = ({ best }: { best: EpochMetrics | undefined }) => (
  <>
    {orDash(best?.valAccuracy, formatPercent)}
    {best && (
      <Box component="span" sx={{ color: token('muted'), fontSize: 12, whiteSpace: 'nowrap' }}>
        {' '}
        {t('compare.confusion.epoch', { epoch: best.epoch })}
      </Box>
    )}
  </>
);

function ResultRow({
  run,
  label,
  color,
  all,
}: {
  run: RunRecord;
  label: string;
  color: string;
  all: readonly RunRecord[];
}) {
  const history = historyOf(run, all);
  const more = run.error !== undefined || history.length > 0;
  return (
    <>
      <TableRow sx={more ? { '& > *': { borderBottom: 0 } } : undefined}>
        <TableCell
          component="th"
          scope="row"
          sx={{ fontVariantNumeric: 'normal', '&&': { whiteSpace: 'normal' } }}
        >
          <Box sx={{ display: 'flex', alignItems: 'center', gap: '8px' }}>
            <Dot color={color} />
            {label}
          </Box>
        </TableCell>
        {COLUMNS.map(({ label: column, cell }) => (
          <TableCell key={column} align="right">
            {cell(run)}
          </TableCell>
        ))}
      </TableRow>
      {more && (
        <TableRow>
          <TableCell
            colSpan={1 + COLUMNS.length}
            sx={{
              '&&': { whiteSpace: 'normal' },
              pt: 0,
              color: token('muted'),
              fontSize: 12,
              lineHeight: '17px',
            }}
          >
            {run.error && <Box sx={{ color: token('bad') }}>{errorOf(run)}</Box>}
            {history.map((words) => (
              <div key={words}>{words}</div>
            ))}
          </TableCell>
        </TableRow>
      )}
    </>
  );
}

export function ResultsPanel({ runs }: { runs: readonly RunRecord[] }) {
  const { runs: all } = useRuns();
  const colorOf = useRunColor();
  return (
    <Panel title={t('compare.results.title')}>
      <Box sx={{ overflowX: 'auto', mx: -4 }}>
        <Table
          size="small"
          aria-label={t('compare.results.title')}
          sx={{
            '& tbody tr:last-child > *': { borderBottom: 0 },
            '& th, & td': {
              whiteSpace: 'nowrap',
              px: 2,
              '&:first-of-type': { pl: 4 },
              '&:last-of-type': { pr: 4 },
            },
          }}
        >
          <TableHead>
            <TableRow>
              <TableCell>{t('compare.results.run')}</TableCell>
              {COLUMNS.map(({ label, help }) => (
                <TableCell key={label} align="right" title={help && t(help)}>
                  {t(label)}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {runs.length === 0 && (
              <TableRow>
                <TableCell colSpan={1 + COLUMNS.length} sx={{ color: token('muted') }}>
                  {t('compare.results.select')}
                </TableCell>
              </TableRow>
            )}
            {runs.map((run) => (
              <ResultRow key={run.id} run={run} label={runLabel(run, runs)} color={colorOf(run)} all={all} />
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}
