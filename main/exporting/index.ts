/** Exports: a trained run as a model that other programs load. */

import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CheckpointChoice, Exported } from '../../core/contract';
import { type ExportFormat, exportFormatSchema, IS_FOLDER } from '../../core/study/export-format';
import type { InputRange } from '../../core/study/inference';
import { exportsRoot } from '../basics/paths';
import { refuse } from '../basics/refusal';
import type { RunStore } from '../runs/store';
import { bytesOf, type WrittenFile } from './files';
import { writeKerasFile, writtenKerasFile } from './keras/file';
import { remarksOf } from './remarks';
import { writeSavedModel, writtenSavedModel } from './saved-model';
import { writeTarget } from './target';
import { readTrainedNetwork, type TrainedNetwork } from './trained-network';

export { type LocatedRun, locateRun } from './locate';

interface Format {
  /** What the export's name ends in. */
  ending: string;
  /** Keras tells formats apart by the ending. */
  endingNeeded: boolean;
  write(network: TrainedNetwork, path: string): Promise<void>;
  /** See TargetOptions. */
  filesOfExport(path: string): Promise<readonly WrittenFile[] | undefined>;
}

const formats: Record<ExportFormat, Format> = {
  savedmodel: {
    ending: '.savedmodel',
    endingNeeded: false,
    write: writeSavedModel,
    filesOfExport: writtenSavedModel,
  },
  keras: { ending: '.keras', endingNeeded: true, write: writeKerasFile, filesOfExport: writtenKerasFile },
};

export interface ExportOptions {
  /** Replace an earlier export at the same place. */
  force?: boolean | undefined;
  /** `last` where absent. */
  checkpoint?: CheckpointChoice | undefined;
  /** What the model is to be fed; `0-1` where absent. */
  inputRange?: InputRange | undefined;
}

/**
 * Writes a checkpoint of a run, the newest where nothing else is said. Both formats take float32 images [N, H, W, C],
 * in 0..1 unless pixels as they are were asked for, and give the network's last layer, [N, classes]. A SavedModel has a second signature,
 * `pixels`, which takes uint8.
 * @param path where to; the default is named after the run (and `-best` where that checkpoint is asked for), in the folder of exports, and
 * replaces an earlier one.
 * @throws Refusal when the run has no checkpoint or the place will not do.
 */
export async function exportRun(
  store: RunStore,
  id: string,
  format: ExportFormat,
  path?: string,
  { force = path === undefined, checkpoint, inputRange }: ExportOptions = {},
): Promise<Exported> {
  const { ending, endingNeeded, write, filesOfExport } = formats[format];
  const target =
    path === undefined
      ? join(exportsRoot(), `${id}${checkpoint === 'best' ? '-best' : ''}${ending}`)
      : absolute(path);
  if (endingNeeded && !target.endsWith(ending)) {
    refuse('export.refused.kerasEnding', { ending, path: target });
  }
  const network = await readTrainedNetwork(store, id, { checkpoint, inputRange });
  await writeTarget(target, { force, filesOfExport }, (temporary) => write(network, temporary));
  return {
    path: target,
    bytes: await bytesOf(target),
    remarks: remarksOf(network, format),
    inference: network.inference,
  };
}

/** An export of ours: a file (`files` is empty then), or the files of a folder. */
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
    if (IS_FOLDER[format] !== isFolder) continue;
    const files = await formats[format].filesOfExport(path).catch(() => undefined);
    if (files) return files;
  }
  return undefined;
}

/** People type `~/models` into the window, where no shell expands it. */
function absolute(path: string): string {
  return resolve(path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);
}
