/** The report, in a file beside the data set. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatasetReport, datasetReportSchema } from '../../../core/contract/report';
import { writeAtomically } from '../../disk/atomic';
import type { DatasetManifest } from '../storage/store';

/** Hidden, so the fingerprint ignores it. */
export const REPORT_FILE = '.report.json';

/** undefined if there is none, or one of another import or version. */
export async function readReport(
  folder: string,
  { importedAt }: Pick<DatasetManifest, 'importedAt'>,
): Promise<DatasetReport | undefined> {
  const text = await readFile(join(folder, REPORT_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const report = datasetReportSchema.parse(JSON.parse(text));
    return report.importedAt === importedAt ? report : undefined;
  } catch {
    return undefined;
  }
}

export const writeReport = (folder: string, report: DatasetReport): Promise<void> =>
  writeAtomically(join(folder, REPORT_FILE), JSON.stringify(report));
