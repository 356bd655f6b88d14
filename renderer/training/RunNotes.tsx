/** What stands below a run's numbers: on which images they were measured, the best epoch, what was done to the run. */

import Box from '@mui/material/Box';
import { formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
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
  const told = ({ accuracy, count }: NonNullable<RunRecord['test']>) =>
    t('train.notes.testResult', { accuracy: formatPercent(accuracy), count });
  const metric = metricName(settings.checkpoints.best);
  return [
    ...(test ? [t('train.notes.test', { result: told(test), epoch: test.epoch, metric })] : []),
    ...earlierTests.map((one) =>
      t('train.notes.earlierTest', { count: one.ofEpochs, result: told(one), epoch: one.epoch }),
    ),
  ];
}

/** What of the data set's files was left out. */
export function filesNotes({ split }: RunRecord): string[] {
  const { files } = split ?? {};
  if (!files) return [];
  const { dropped, odd, list } = files;
  return [
    list ? t('train.notes.filesList', { dropped, odd, list }) : t('train.notes.files', { dropped, odd }),
  ];
}

/** What its numbers are worth. In its first epochs a network is often at chance: that is said when it has ended. */
export const worthNotes = (run: RunRecord): string[] =>
  explanationsOf(runRemarks([run]).filter(({ kind }) => kind !== 'at-chance' || hasEnded(run.state)));

export function RunNotes({ run }: { run: RunRecord }) {
  const { runs } = useRuns();
  const best = bestEpoch(run.epochs);
  const lines = [
    ...(run.split ? [t('train.notes.measuredOn', { split: run.split.description })] : []),
    ...(best && run.epochs.length > 1
      ? [t('train.notes.best', { accuracy: formatPercent(best.valAccuracy), epoch: best.epoch })]
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
      aria-label={t('train.notes.label')}
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
