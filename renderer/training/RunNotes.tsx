/** What stands below a run's numbers: on which images they were measured, the best epoch, what was done to the run. */
import Box from '@mui/material/Box';
import { formatCount, formatPercent } from '../../core/format/number';
import { plural } from '../../core/format/plural';
import { explanationsOf } from '../../core/study/remark-words';
import { runRemarks } from '../../core/study/remarks';
import type { RunRecord } from '../../core/study/run';
import { metricName } from '../../core/study/setting/facts';
import { useRuns } from '../client/runs';
import { hasEnded } from '../client/trainingState';
import { bestEpoch } from '../runs/best';
import { historyOf } from '../runs/history';
import { token } from '../ui/theme/tokens';

/** The one number, and those of before the run was extended. */
export function testNotes({ test, earlierTests, settings }: RunRecord): string[] {
  const told = (one: NonNullable<RunRecord['test']>) =>
    `${formatPercent(one.accuracy)} of ${plural(one.count, 'image')}`;
  return [
    ...(test
      ? [
          `Test accuracy: ${told(test)}, by the checkpoint of epoch ${test.epoch}, the best by ${metricName(settings.checkpoints.best)}. Computed once, and nothing was chosen by it.`,
        ]
      : []),
    ...earlierTests.map(
      (one) =>
        `Before it was extended, after ${plural(one.ofEpochs, 'epoch')}, the test gave ${told(one)} (epoch ${one.epoch}).`,
    ),
  ];
}

/** What of the data set's files was left out. */
export function filesNotes({ split }: RunRecord): string[] {
  const { files } = split ?? {};
  if (!files) return [];
  const where = files.list ? `; ${files.list} in the run's folder names each and the reason` : '';
  return [
    `Of the data set's files ${formatCount(files.dropped)} were dropped and ${formatCount(files.odd)} are odd${where}.`,
  ];
}

/** What its numbers are worth. In its first epochs a network is often at chance: that is said when it has ended. */
export const worthNotes = (run: RunRecord): string[] =>
  explanationsOf(runRemarks([run]).filter(({ kind }) => kind !== 'at-chance' || hasEnded(run.state)));

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
    ...testNotes(run),
    ...filesNotes(run),
    ...historyOf(run, runs),
  ];
  const warnings = worthNotes(run);
  if (warnings.length + lines.length === 0) return null;
  return (
    <Box
      component="ul"
      aria-label="Notes on the run"
      sx={{ m: 0, mt: 2, p: 0, listStyle: 'none', color: token('muted'), fontSize: 12, lineHeight: '18px' }}
    >
      {warnings.map((line) => (
        <Box component="li" key={line} sx={{ color: token('warning') }}>
          {line}
        </Box>
      ))}
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </Box>
  );
}
