/** Exports: a trained run as a model that other programs load. */

import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CheckpointChoice, ExportEvent, Exported } from '../../core/contract';
import type { AskedPredictor } from '../../core/contract/predict';
import { GraphError } from '../../core/graph/problem';
import { messageFrom, plainIssues } from '../../core/messages';
import {
  type ExportFormat,
  type ExportOptionValues,
  exportFormatSchema,
  exportName,
  formatInfo,
  optionsSchemaOf,
} from '../../core/study/export-format';
import type { Inference, InputRange } from '../../core/study/inference';
import { datasetsRoot, exportsRoot } from '../basics/paths';
import { Refusal, refuse, saidBy } from '../basics/refusal';
import { DatasetStore } from '../datasets';
import { findEngine } from '../engine';
import type { Sample } from '../predicting/sample';
import { launchProcess, workerEntry } from '../processes/launch';
import type { RunStore } from '../runs/store';
import type { NetworkReader } from './asked-networks';
import { writeCard } from './card/file';
import { type Checking, type CheckOptions, checkExport, sampleFor } from './check/check';
import { readKeras } from './check/keras';
import { readLitert } from './check/litert';
import { readOnnx } from './check/onnx';
import { readPytorch } from './check/pytorch';
import { readSavedModel } from './check/saved-model';
import { mostForTfjs, readTfjs, readTfjsLayers } from './check/tfjs';
import { bytesOf, type WrittenFile } from './files';
import { readHuggingface, writeHuggingface } from './huggingface/file';
import { writeKerasFile, writtenKerasFile } from './keras/file';
import { writeLitert, writtenLitert } from './litert/file';
import { onnxInference, writeOnnx, writtenOnnx } from './onnx/file';
import { pytorchInference, writePytorch, writtenPytorch } from './pytorch/file';
import { writePytorchScript } from './pytorch/script';
import { remarksOf } from './remarks';
import { writeSavedModel, writtenSavedModel } from './saved-model';
import {
  readScript,
  writeKerasScript,
  writeNotebook,
  writtenKerasScript,
  writtenNotebook,
} from './script/keras';
import { writeTarget } from './target';
import { readsNothing, writtenText } from './text-file';
import { writeTfjs, writtenTfjs } from './tfjs/file';
import { writeTfjsLayers, writtenTfjsLayers } from './tfjs-layers/file';
import { readTrainedNetwork, type TrainedNetwork } from './trained-network';

export type { CheckOptions } from './check/check';
export { type LocatedNetwork, type LocatedRun, locateNetwork, locateRun } from './locate';

interface Format {
  /** Keras tells formats apart by the ending. */
  endingNeeded?: boolean;
  /** How the export is used, where its options change that. */
  inference?(inference: Inference, options: ExportOptionValues): Inference;
  /** @param options all that the format has, by the table of formats. */
  write(network: TrainedNetwork, path: string, options: ExportOptionValues): Promise<void>;
  /** See TargetOptions. */
  filesOfExport(path: string): Promise<readonly WrittenFile[] | undefined>;
  /** Reads it back; `tolerance` is the largest difference that rounding explains. */
  check: Omit<Checking, 'tolerance'> & { tolerance: number | ((options: ExportOptionValues) => number) };
}

const formats: Record<ExportFormat, Format> = {
  savedmodel: {
    write: writeSavedModel,
    filesOfExport: writtenSavedModel,
    check: { read: readSavedModel, tolerance: 1e-5 },
  },
  keras: {
    endingNeeded: true,
    write: writeKerasFile,
    filesOfExport: writtenKerasFile,
    check: { read: readKeras, tolerance: 1e-5 },
  },
  onnx: {
    inference: onnxInference,
    write: writeOnnx,
    filesOfExport: writtenOnnx,
    check: { read: readOnnx, tolerance: 1e-4 },
  },
  tfjs: {
    write: writeTfjs,
    filesOfExport: writtenTfjs,
    check: { read: readTfjs, tolerance: 1e-4, most: mostForTfjs },
  },
  'tfjs-layers': {
    write: writeTfjsLayers,
    filesOfExport: writtenTfjsLayers,
    check: { read: readTfjsLayers, tolerance: 1e-4, most: mostForTfjs },
  },
  pytorch: {
    inference: pytorchInference,
    write: writePytorch,
    filesOfExport: writtenPytorch,
    check: { read: readPytorch, tolerance: 1e-4 },
  },
  litert: {
    write: writeLitert,
    filesOfExport: writtenLitert,
    check: { read: readLitert, tolerance: ({ weights }) => (weights === 'float16' ? 1e-2 : 1e-4) },
  },
  'keras-script': {
    write: writeKerasScript,
    filesOfExport: writtenKerasScript,
    check: { read: readScript, tolerance: 0 },
  },
  notebook: {
    write: writeNotebook,
    filesOfExport: writtenNotebook,
    check: { read: readScript, tolerance: 0 },
  },
  huggingface: {
    inference: pytorchInference,
    write: writeHuggingface,
    filesOfExport: writtenPytorch,
    check: { read: readHuggingface, tolerance: 1e-4 },
  },
  'pytorch-script': {
    write: writePytorchScript,
    filesOfExport: writtenText,
    check: { read: readsNothing, tolerance: 0 },
  },
  card: {
    write: writeCard,
    filesOfExport: writtenText,
    check: { read: readsNothing, tolerance: 0 },
  },
};

export interface ExportOptions {
  /** Replace an earlier export at the same place. */
  force?: boolean | undefined;
  /** What the model is to be fed; `0-1` where absent. */
  inputRange?: InputRange | undefined;
  /** Batch normalization becomes a part of the layers before it. */
  foldBatchNorm?: boolean | undefined;
  /** Reads the export back and compares. */
  check?: CheckOptions | undefined;
  /** A format that is being written is then left out. */
  signal?: AbortSignal | undefined;
}

type RunExportOptions = ExportOptions & {
  /** `last` where absent. */
  checkpoint?: CheckpointChoice | undefined;
};

/** As a window asks. */
export interface ExportRequest extends Omit<ExportOptions, 'check' | 'signal'> {
  check?: boolean | undefined;
}

export interface ExportTask {
  format: ExportFormat;
  /** Those that are absent have their defaults. */
  options?: ExportOptionValues | undefined;
  /** The default is named after the run or model (and `-best` where that checkpoint is asked for), in the folder of exports, and replaces an earlier one. */
  path?: string | undefined;
}

/**
 * Writes a checkpoint of a run, the newest where nothing else is said. Models take float32 images [N, H, W, C],
 * in 0..1 unless pixels as they are were asked for, and give the network's last layer, [N, classes]. A SavedModel has a second signature,
 * `pixels`, which takes uint8.
 * @throws Refusal when the run has no checkpoint or the place will not do.
 */
export async function exportRun(
  store: RunStore,
  id: string,
  format: ExportFormat,
  path?: string,
  options: RunExportOptions = {},
): Promise<Exported> {
  for await (const exported of exportFormats(store, id, [{ format, path }], options)) return exported;
  throw new Error('One format makes one export.');
}

/** The same for several formats. @throws what the first that fails throws. */
export async function* exportFormats(
  store: RunStore,
  id: string,
  tasks: readonly ExportTask[],
  { checkpoint, ...options }: RunExportOptions = {},
): AsyncGenerator<Exported & { format: ExportFormat }> {
  const read: NetworkReader = (_asked, choice) => readTrainedNetwork(store, id, { checkpoint, ...choice });
  for await (const event of exportEvents(read, { runId: id, checkpoint }, tasks, options)) {
    if (event.type === 'failed') throw new Refusal(event.said, event.remedy);
    if (event.type === 'exported') yield event;
  }
}

/**
 * A run or an imported model in several formats, one after the other; all are compared with one set of answers. If a format is
 * refused, the others go on.
 * @throws Refusal before anything is written, for a network, place or option that will not do.
 */
export async function* exportEvents(
  read: NetworkReader,
  of: AskedPredictor,
  tasks: readonly ExportTask[],
  { inputRange, foldBatchNorm = false, check, force, signal }: ExportOptions = {},
): AsyncGenerator<ExportEvent, void, undefined> {
  const planned = tasks.map((task) => ({
    ...{ format: task.format, target: targetOf(of, task), options: optionsOf(task) },
    force: force ?? task.path === undefined,
  }));
  for (const { format } of foldBatchNorm ? tasks : []) {
    if (!formatInfo(format).canFold) refuse('export.refused.fold', { format: formatInfo(format).name });
  }
  const trained = await read(of, { inputRange, foldBatchNorm });
  let sampled: Promise<Sample> | undefined;
  const sample = (how: CheckOptions) => (sampled ??= sampleFor(trained, how));
  for (const { format, target, options, force } of planned) {
    const { write, filesOfExport, check: how, inference = (same) => same } = formats[format];
    const network = { ...trained, inference: inference(trained.inference, options) };
    const tolerance = typeof how.tolerance === 'number' ? how.tolerance : how.tolerance(options);
    signal?.throwIfAborted();
    yield { type: 'writing', format };
    try {
      await writeTarget(target, { force, filesOfExport }, async (temporary) => {
        await write(network, temporary, options);
        signal?.throwIfAborted();
      });
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof GraphError)) throw error;
      const { remedy } = error instanceof Refusal ? error : {};
      yield { type: 'failed', format, said: messageFrom(saidBy(error)), ...(remedy ? { remedy } : {}) };
      continue;
    }
    const exported = {
      format,
      path: target,
      bytes: await bytesOf(target),
      remarks: remarksOf(network, format),
      inference: network.inference,
    };
    if (check) yield { type: 'checking', ...exported };
    const checked =
      check && (await checkExport({ ...how, tolerance }, target, network, () => sample(check), check));
    yield { type: 'exported', ...exported, ...(checked ? { check: checked } : {}) };
  }
}

function optionsOf({ format, options = {} }: ExportTask): ExportOptionValues {
  const read = optionsSchemaOf(formatInfo(format)).safeParse(options);
  if (read.success) return read.data;
  const { path, ...issue } = plainIssues(read.error.issues, options)[0]!;
  return refuse('export.refused.option', { ...issue, format: formatInfo(format).name, option: path });
}

/** For a process that has no services: the command line. */
export const standaloneChecks = (runs: RunStore, of: AskedPredictor): Promise<CheckOptions> =>
  checksFor(of, {
    runs,
    datasets: new DatasetStore({ root: datasetsRoot() }),
    runner: { findEngine, launch: launchProcess, entry: workerEntry() },
  });

interface Checks extends Omit<CheckOptions, 'datasetFolder'> {
  runs: RunStore;
  datasets: Pick<DatasetStore, 'folder'>;
}

export async function checksFor(
  of: AskedPredictor,
  { runs, datasets, ...how }: Checks,
): Promise<CheckOptions> {
  if ('modelId' in of) return how;
  const { settings } = await runs.get(of.runId);
  return { ...how, datasetFolder: datasets.folder(settings.dataset) };
}

function targetOf(of: AskedPredictor, { format, path }: ExportTask): string {
  const { ending } = formatInfo(format);
  if (path === undefined) return join(exportsRoot(), exportName(of, format));
  const target = absolute(path);
  if (formats[format].endingNeeded && !target.endsWith(ending)) {
    refuse('export.refused.kerasEnding', { ending, path: target });
  }
  return target;
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
    if (formatInfo(format).isFolder !== isFolder) continue;
    const files = await formats[format].filesOfExport(path).catch(() => undefined);
    if (files) return files;
  }
  return undefined;
}

/** People type `~/models` into the window, where no shell expands it. */
function absolute(path: string): string {
  return resolve(path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);
}
