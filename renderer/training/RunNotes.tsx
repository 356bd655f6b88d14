/** Below a run's numbers: the images they were measured on, the best epoch, the run's history. */
import Box from '@mui/material/Box';
import { formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import { explanationsOf } from '../../core/study/describe-remark';
import { splitWords } from '../../core/study/describe-selection';
import { bestEpoch } from '../../core/study/monitor';
import { runRemarks } from '../../core/study/remarks';
import type { RunRecord } from '../../core/study/run';
import { metricName } from '../../core/study/setting/facts';
import { useRuns } from '../client/runs';
import { hasEnded } from '../client/trainingState';
import { historyOf } from '../runs/history';
import { token } from '../ui/theme/tokens';

/** The test number, and those from before the run was extended. */
export function testNotes({ test, earlierTests, settings }: RunRecord): string[] {
  const result = ({ accuracy, count }: NonNullable<RunRecord['test']>) =>
    t('train.notes.testResult', { accuracy: formatPercent(accuracy), count });
  const metric = metricName(settings.checkpoints.best);
  return [
    ...(test ? [t('train.notes.test', { result: result(test), epoch: test.epoch, metric })] : []),
    ...earlierTests.map((one) =>
      t('train.notes.earlierTest', { count: one.ofEpochs, result: result(one), epoch: one.epoch }),
    ),
  ];
}

/** Files of the data set that were skipped. */
export function filesNotes({ split }: RunRecord): string[] {
  if (!split?.files) return [];
  const { dropped, odd, list } = split.files;
  return [
    list ? t('train.notes.filesList', { dropped, odd, list }) : t('train.notes.files', { dropped, odd }),
  ];
}

/**
 * Whether the numbers mean anything. Networks are often at chance in their first epochs, so this is only said at the
 * end.
 */
export const worthNotes = (run: RunRecord): string[] =>
  explanationsOf(runRemarks([run]).filter(({ kind }) => kind !== 'at-chance' || hasEnded(run.state)));

export function RunNotes({ run }: { run: RunRecord }) {
  const { runs } = useRuns();
  const best = bestEpoch('valAccuracy', run.epochs);
  const lines = [
    ...(run.split ? [t('train.notes.measuredOn', { split: splitWords(run.split) })] : []),
    ...(best && run.epochs.length > 1
      ? [t('train.notes.best', { accuracy: formatPercent(best.valAccuracy), epoch: best.epoch })]
      : []),
    ...testNotes(run),
    ...(run.where === undefined ? [] : [t('train.notes.where', { place: run.where })]),
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
