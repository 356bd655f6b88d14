/** Exports: a trained run as a model that other programs load. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CheckpointChoice, Exported, ExportFormat } from '../../core/contract';
import { exportsRoot } from '../paths';
import { Refusal } from '../refusal';
import type { RunStore } from '../runs/store';
import { isOurKerasFile, writeKerasFile } from './keras/file';
import { remarksOf } from './remarks';
import { isOurSavedModel, writeSavedModel } from './saved-model';
import { bytesOf, writeTarget } from './target';
import { readTrainedNetwork, type TrainedNetwork } from './trained-network';

export { type LocatedRun, locateRun } from './locate';

interface Format {
  /** What the export's name ends in. */
  ending: string;
  /** Keras tells formats apart by the ending. */
  endingNeeded: boolean;
  write(network: TrainedNetwork, path: string): Promise<void>;
  isOurs(path: string): Promise<boolean>;
}

const formats: Record<ExportFormat, Format> = {
  savedmodel: {
    ending: '.savedmodel',
    endingNeeded: false,
    write: writeSavedModel,
    isOurs: isOurSavedModel,
  },
  keras: { ending: '.keras', endingNeeded: true, write: writeKerasFile, isOurs: isOurKerasFile },
};

export interface ExportOptions {
  /** Replace an earlier export at the same place. */
  force?: boolean | undefined;
  /** `last` where absent. */
  checkpoint?: CheckpointChoice | undefined;
}

/**
 * Writes a checkpoint of a run, the newest where nothing else is said. Both formats take float32 images [N, H, W, C] in 0..1 and give the
 * network's last layer, [N, classes].
 * @param path where to; the default is named after the run (and `-best` where that checkpoint is asked for), in the folder of exports, and
 * replaces an earlier one.
 * @throws Refusal when the run has no checkpoint or the place will not do.
 */
export async function exportRun(
  store: RunStore,
  id: string,
  format: ExportFormat,
  path?: string,
  { force = path === undefined, checkpoint }: ExportOptions = {},
): Promise<Exported> {
  const { ending, endingNeeded, write, isOurs } = formats[format];
  const target =
    path === undefined
      ? join(exportsRoot(), `${id}${checkpoint === 'best' ? '-best' : ''}${ending}`)
      : absolute(path);
  if (endingNeeded && !target.endsWith(ending)) {
    throw new Refusal(`The name of a Keras file ends in ${ending}. Received: ${target}.`);
  }
  const network = await readTrainedNetwork(store, id, checkpoint);
  await writeTarget(target, { force, isOurs }, (temporary) => write(network, temporary));
  return { path: target, bytes: await bytesOf(target), remarks: remarksOf(network, format) };
}

/** People type `~/models` into the window, where no shell expands it. */
function absolute(path: string): string {
  return resolve(path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);
}
