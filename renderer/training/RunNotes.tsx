/** What stands below a run's numbers: on which images they were measured, the best epoch, what was done to the run. */
import Box from '@mui/material/Box';
import type { RunRecord } from '../../core/study/run';
import { bestEpoch } from '../charts/best';
import { formatPercent } from '../charts/format';
import { useRuns } from '../client/runs';
import { token } from '../theme/tokens';
import { historyOf } from './control/history';

export function RunNotes({ run }: { run: RunRecord }) {
  const { runs } = useRuns();
  const best = bestEpoch(run.epochs);
  const lines = [
    ...(run.split ? [`Loss and accuracy: ${run.split.description}.`] : []),
    ...(best && run.epochs.length > 1
      ? [
          `Best validation accuracy: ${formatPercent(best.valAccuracy)} in epoch ${best.epoch}, picked on the validation images themselves, so a little optimistic.`,
        ]
      : []),
    ...historyOf(run, runs),
  ];
  if (lines.length === 0) return null;
  return (
    <Box
      component="ul"
      aria-label="Notes on the run"
      sx={{ m: 0, mt: 2, p: 0, listStyle: 'none', color: token('muted'), fontSize: 12, lineHeight: '18px' }}
    >
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </Box>
  );
}
