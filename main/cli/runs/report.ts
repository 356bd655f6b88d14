/** `skipwire report`: the report of a study, as a folder or as one text. */
import { Command, Option } from 'commander';
import { language, message, t, textOf } from '../../../core/messages';
import { print, say } from '../output/output';
import { wrongUsage } from '../usage-errors';

/** Those of core/report/formats.ts, which is loaded when the command runs, and the one that only the desktop app writes. */
const FORMATS = ['html', 'md', 'latex', 'csv', 'pdf'] as const;

interface ReportFlags {
  format?: (typeof FORMATS)[number];
  out?: string;
  runs?: string;
  force?: true;
}

export function reportCommand(): Command {
  return new Command('report')
    .description(t('cli.studyReport.description'))
    .argument('<study>', t('cli.studyReport.study'))
    .addOption(new Option('--format <format>', t('cli.studyReport.format')).choices(FORMATS))
    .option('--out <path>', t('cli.studyReport.out'))
    .option('--runs <folder>', t('cli.studyReport.runs'))
    .option('--force', t('cli.studyReport.force'))
    .action(report);
}

async function report(study: string, { format, out, runs: folder, force }: ReportFlags): Promise<void> {
  if (format === 'pdf') return wrongUsage(message('cli.studyReport.noPdf'));
  const { resolve } = await import('node:path');
  const { runsRoot, studiesRoot } = await import('../../basics/paths');
  const { usualReportPath } = await import('../../reporting');
  const { collectStudy } = await import('../../reporting/collect');
  const { runsOfStudy } = await import('../../reporting/find-study');
  const { writeReport, writeReportText } = await import('../../reporting/write');
  const { RunStore } = await import('../../runs/store');
  const { StudyStore } = await import('../../studies/store');
  const root = folder === undefined ? runsRoot() : resolve(folder);
  const warn = (broken: { folder: string; reason: string }) => say(t('cli.runs.leftOut', broken));
  const runs = new RunStore({ root, report: warn });
  const collected = await collectStudy(
    runs,
    runsOfStudy(await runs.list(), study, root),
    new StudyStore(studiesRoot()),
  );
  const how = { language: language(), force };
  if (format !== undefined) {
    const { reportOf } = await import('../../../core/report/content');
    const { reportText } = await import('../../../core/report/formats');
    if (out === undefined) return print(reportText(reportOf(collected), format));
    return writeReportText(collected, resolve(out), format, how);
  }
  const path = out === undefined ? usualReportPath(collected) : resolve(out);
  const remarks = await writeReport(collected, path, how);
  print(path);
  for (const remark of remarks) say(textOf(remark));
}
