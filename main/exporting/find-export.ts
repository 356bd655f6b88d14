/** An export on this machine, to be downloaded or shown in its folder. */
import { realpath, stat } from 'node:fs/promises';
import { exportFormatSchema, formatInfo } from '../../core/study/export-format';
import { absolute } from '../basics/absolute-path';
import { refuse } from '../basics/refusal';
import type { WrittenFile } from './files';
import { formats } from './formats';

/** One of our exports: a file (`files` is empty then), or the files of a folder. */
export interface FoundExport {
  /** Absolute, links followed. */
  path: string;
  files: readonly WrittenFile[];
  isFolder: boolean;
}

/** @throws Refusal where there is no export of ours at `path`, or none any more. */
export async function findExport(path: string): Promise<FoundExport> {
  const found = await realpath(absolute(path)).catch(() => undefined);
  const isFolder = found !== undefined && (await stat(found).catch(() => undefined))?.isDirectory() === true;
  const files = found === undefined ? undefined : await filesInAnyFormat(found, isFolder);
  if (found === undefined || files === undefined) {
    refuse('export.refused.gone', { path });
  }
  return { path: found, files, isFolder };
}

/** An export may have any name, so each format is asked whether it wrote this one. */
async function filesInAnyFormat(
  path: string,
  isFolder: boolean,
): Promise<readonly WrittenFile[] | undefined> {
  for (const format of exportFormatSchema.options) {
    if (formatInfo(format).isFolder !== isFolder) continue;
    const files = await formats[format].filesOfExport(path).catch(() => undefined);
    if (files) return files;
  }
  return undefined;
}
