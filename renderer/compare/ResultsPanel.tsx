/** Best and last value of every chosen run, and why a run ended early. */
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { EpochMetrics, RunRecord } from '../../core/study/run';
import { Panel } from '../app/ui';
import { formatLoss, formatPercent, formatSeconds } from '../charts/format';
import { runLabel } from '../charts/runSeries';
import { runColor, token } from '../theme/tokens';

function bestOf(epochs: readonly EpochMetrics[]): EpochMetrics | undefined {
  return epochs.reduce<EpochMetrics | undefined>(
    (best, epoch) => (best && best.valAccuracy >= epoch.valAccuracy ? best : epoch),
    undefined,
  );
}

function ResultRow({ run, label }: { run: RunRecord; label: string }) {
  const last = run.epochs.at(-1);
  const best = bestOf(run.epochs);
  const total = run.epochs.reduce((sum, { seconds }) => sum + seconds, 0);
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        <Box sx={{ display: 'flex', alignItems: 'center', gap: '8px' }}>
          <Box
            aria-hidden="true"
            sx={{
              width: 9,
              height: 9,
              borderRadius: '50%',
              flexShrink: 0,
              backgroundColor: runColor(run.color),
            }}
          />
          {label}
        </Box>
        {run.error && (
          <Box sx={{ color: token('bad'), fontSize: 12, mt: '3px', overflowWrap: 'anywhere' }}>
            {run.error}
          </Box>
        )}
      </TableCell>
      <TableCell align="right">{last ? formatLoss(last.loss) : '–'}</TableCell>
      <TableCell align="right">{last ? formatPercent(last.valAccuracy) : '–'}</TableCell>
      <TableCell align="right">
        {best ? formatPercent(best.valAccuracy) : '–'}
        {best && (
          <Box component="span" sx={{ color: token('muted'), fontSize: 12, whiteSpace: 'nowrap' }}>
            {' '}
            epoch {best.epoch}
          </Box>
        )}
      </TableCell>
      <TableCell align="right">{last ? formatSeconds(total) : '–'}</TableCell>
    </TableRow>
  );
}

export function ResultsPanel({ runs }: { runs: readonly RunRecord[] }) {
  return (
    <Panel title="Best and last">
      <Box sx={{ overflowX: 'auto', mx: -4 }}>
        <Table
          size="small"
          aria-label="Best and last"
          sx={{
            '& tbody tr:last-child > *': { borderBottom: 0 },
            '& th, & td': { '&:first-of-type': { pl: 4 }, '&:last-of-type': { pr: 4 } },
          }}
        >
          <TableHead>
            <TableRow>
              <TableCell>run</TableCell>
              <TableCell align="right">last loss</TableCell>
              <TableCell align="right">last validation</TableCell>
              <TableCell align="right">best validation</TableCell>
              <TableCell align="right">time</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {runs.map((run) => (
              <ResultRow key={run.id} run={run} label={runLabel(run, runs)} />
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}
