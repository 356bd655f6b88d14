/** What Skipwire has written for other programs: an export, or the report of a study. */
import { realpath } from 'node:fs/promises';
import { absolute } from '../basics/absolute-path';
import { type FoundExport, findExport } from '../exporting/find-export';
import { writtenReport } from '../reporting/write';

/** @throws Refusal where there is neither. */
export async function findWritten(path: string): Promise<FoundExport> {
  const found = await realpath(absolute(path)).catch(() => undefined);
  const files = found === undefined ? undefined : await writtenReport(found);
  return found !== undefined && files ? { path: found, files, isFolder: true } : findExport(path);
}
