import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { formatSeconds } from '../../core/format/duration';
import { formatLoss, formatPercent } from '../../core/format/number';
import { type Key, t } from '../../core/messages';
import { bestEpoch } from '../../core/study/monitor';
import { runRemarks } from '../../core/study/remarks';
import { errorOf, type RunRecord } from '../../core/study/run';
import { runLabel } from '../charts/runSeries';
import { useRuns } from '../client/runs';
import { historyOf } from '../runs/history';
import { Dot, Panel, Remarks } from '../ui';
import { runColor, token } from '../ui/theme/tokens';

const HEADS: readonly { label: Key; help?: Key }[] = [
  { label: 'compare.results.run' },
  { label: 'compare.results.loss', help: 'compare.results.lossHelp' },
  { label: 'compare.results.validation', help: 'compare.results.validationHelp' },
  { label: 'compare.results.best', help: 'compare.results.bestHelp' },
  { label: 'compare.results.time' },
];

function ResultRow({ run, label, all }: { run: RunRecord; label: string; all: readonly RunRecord[] }) {
  const last = run.epochs.at(-1);
  const best = bestEpoch('valAccuracy', run.epochs);
  const history = historyOf(run, all);
  const more = run.error !== undefined || history.length > 0;
  const total = run.epochs.reduce((sum, { seconds }) => sum + seconds, 0);
  return (
    <>
      <TableRow sx={more ? { '& > *': { borderBottom: 0 } } : undefined}>
        <TableCell
          component="th"
          scope="row"
          sx={{ fontVariantNumeric: 'normal', '&&': { whiteSpace: 'normal' } }}
        >
          <Box sx={{ display: 'flex', alignItems: 'center', gap: '8px' }}>
            <Dot color={runColor(run.color)} />
            {label}
          </Box>
        </TableCell>
        <TableCell align="right">{last ? formatLoss(last.loss) : '–'}</TableCell>
        <TableCell align="right">
          {last ? formatPercent(last.valAccuracy) : '–'}
          <Remarks remarks={runRemarks([run])} />
        </TableCell>
        <TableCell align="right">
          {best ? formatPercent(best.valAccuracy) : '–'}
          {best && (
            <Box component="span" sx={{ color: token('muted'), fontSize: 12, whiteSpace: 'nowrap' }}>
              {' '}
              {t('compare.confusion.epoch', { epoch: best.epoch })}
            </Box>
          )}
        </TableCell>
        <TableCell align="right">{last ? formatSeconds(total) : '–'}</TableCell>
      </TableRow>
      {more && (
        <TableRow>
          <TableCell
            colSpan={HEADS.length}
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
              {HEADS.map(({ label, help }, index) => (
                <TableCell key={label} align={index > 0 ? 'right' : 'left'} title={help && t(help)}>
                  {t(label)}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {runs.length === 0 && (
              <TableRow>
                <TableCell colSpan={HEADS.length} sx={{ color: token('muted') }}>
                  {t('compare.results.select')}
                </TableCell>
              </TableRow>
            )}
            {runs.map((run) => (
              <ResultRow key={run.id} run={run} label={runLabel(run, runs)} all={all} />
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}
