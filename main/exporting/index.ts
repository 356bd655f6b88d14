/** Exports: a trained run as a model that other programs load. */
import { join } from 'node:path';
import type { CheckpointChoice } from '../../core/contract/checkpoint-choice';
import type { ExportEvent, Exported } from '../../core/contract/exporting';
import type { AskedPredictor } from '../../core/contract/predict';
import { GraphError } from '../../core/graph/problem';
import { messageFrom, plainIssues } from '../../core/messages';
import {
  type ExportFormat,
  type ExportOptionValues,
  exportName,
  formatInfo,
  optionsSchemaOf,
} from '../../core/study/export-format';
import type { InputRange } from '../../core/study/inference';
import { absolute } from '../basics/absolute-path';
import { exportsRoot } from '../basics/paths';
import { Refusal, refuse, saidBy } from '../basics/refusal';
import type { Sample } from '../predicting/sample';
import type { RunStore } from '../runs/store';
import type { NetworkReader } from './asked-networks';
import { type CheckOptions, checkExport, sampleFor } from './check/check';
import { bytesOf } from './files';
import { formats } from './formats';
import { remarksOf } from './remarks';
import { writeTarget } from './target';
import { readTrainedNetwork } from './trained-network';

export { type LocatedNetwork, type LocatedRun, locateNetwork, locateRun } from './locate';

export interface ExportOptions {
  /** Replace an earlier export at the same place. */
  force?: boolean | undefined;
  /** Range of the pixels that the model takes; `0-1` if absent. */
  inputRange?: InputRange | undefined;
  /** Batch normalization becomes a part of the layers before it. */
  foldBatchNorm?: boolean | undefined;
  /** Reads the export back and compares. */
  check?: CheckOptions | undefined;
  /** A format that is being written is then left out. */
  signal?: AbortSignal | undefined;
}

type RunExportOptions = ExportOptions & {
  /** `last` if absent. */
  checkpoint?: CheckpointChoice | undefined;
};

/** Names as a window sends them. */
export interface ExportRequest extends Omit<ExportOptions, 'check' | 'signal'> {
  check?: boolean | undefined;
}

export interface ExportTask {
  format: ExportFormat;
  /** Missing ones have their defaults. */
  options?: ExportOptionValues | undefined;
  /**
   * The default is named after the run or model (with `-best` for that checkpoint), in the folder of exports, and
   * replaces an earlier one.
   */
  path?: string | undefined;
}

/**
 * Writes a checkpoint of a run, by default the newest. Models take float32 images [N, H, W, C], in 0..1 unless raw
 * pixels were requested, and return the network's last layer, [N, classes]. A SavedModel has a second signature,
 * `pixels`, which takes uint8.
 * @throws Refusal if the run has no checkpoint or cannot be exported to `path`
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
 * Exports a run or an imported model to several formats, one after another; all are compared with the same predictions.
 * If a format is refused, the others continue.
 * @throws Refusal before anything is written, for an unusable network, path or option
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

function targetOf(of: AskedPredictor, { format, path }: ExportTask): string {
  const { ending } = formatInfo(format);
  if (path === undefined) return join(exportsRoot(), exportName(of, format));
  const target = absolute(path);
  if (formats[format].endingNeeded && !target.endsWith(ending)) {
    refuse('export.refused.kerasEnding', { ending, path: target });
  }
  return target;
}
