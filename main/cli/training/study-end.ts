/** The last lines of a study: how each run ended, how to resume, and the table. */

import { dirname } from 'node:path';
import { t } from '../../../core/messages';
import { isHalved } from '../../../core/study/halved-runs';
import { errorOf } from '../../../core/study/run';
import { studyTables } from '../../../core/study/study-tables';
import { formatTable } from '../../../core/study/table-text';
import { runsRoot } from '../../basics/paths';
import { quoted } from '../../basics/shell-quote';
import { INTERRUPTED } from '../interrupt';
import { print, say } from '../output/output';
import { endText, isLeft, tellHowToGoOn } from './run-end';
import type { StudyOutcome } from './training-run';

/** Sets the exit code. */
export function tellStudyEnd({ runs, stopped }: StudyOutcome, format: 'md' | 'csv' | 'json'): void {
  for (const { record, folder } of runs) {
    say(t('cli.end.folder', { state: endText(record), folder }));
    if (record.state !== 'finished' && !isHalved(record)) tellHowToGoOn({ record, folder });
  }
  const failed = runs.filter(({ record }) => record.error !== undefined);
  for (const { record } of failed)
    say(
      `skipwire: ${t('cli.end.runError', { arm: record.arm, seed: String(record.settings.seed), error: errorOf(record) ?? '' })}`,
    );
  const left = runs.filter(({ record }) => isLeft(record));
  const study = left[0]?.record.studyId;
  if (left.length > 1 && study !== undefined) say(t('cli.end.resumeStudy', { id: quoted(study) }));
  for (const table of studyTables(runs.map(({ record }) => record)))
    if (table.rows.length > 0) print(formatTable(table, format));
  const [finished] = runs.filter(({ record }) => record.state === 'finished');
  if (finished) say(t('cli.end.report', { study: reportArguments(finished) }));
  if (failed.length > 0) process.exitCode = 1;
  const ended = left.some(({ record: { state } }) => state === 'stopped' || state === 'paused');
  if (stopped || ended) process.exitCode = INTERRUPTED;
}

function reportArguments({ record, folder }: StudyOutcome['runs'][number]): string {
  const root = dirname(folder);
  const elsewhere = root === runsRoot() ? [] : ['--runs', quoted(root)];
  return [quoted(record.studyId), ...elsewhere].join(' ');
}
