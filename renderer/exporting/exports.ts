/** Exports of this window, by run or model, and the last choices. An export continues while another view is shown. */
import { create } from 'zustand';
import { type CheckpointChoice, checkpointChoiceSchema } from '../../core/contract/checkpoint-choice';
import type { Values } from '../../core/contract/kept';
import type { AskedPredictor } from '../../core/contract/predict';
import {
  type ExportFormat,
  type ExportOptionValues,
  exportFormatSchema,
  formatInfo,
  optionsFor,
} from '../../core/study/export-format';
import { type InputRange, inputRangeSchema } from '../../core/study/inference';
import { client } from '../client/client';
import { isAbort, messageOf, remedyOf } from '../client/errors';
import { refused } from '../runs/actions';
import { keep } from '../state/kept/keep';
import { type ExportJob, ended, newJob, received } from './job';

export interface ExportChoices {
  /** The run or the model that is shown. */
  chosen?: { runId: string } | { modelId: string } | undefined;
  checkpoint: CheckpointChoice;
  formats: readonly ExportFormat[];
  options: Readonly<Partial<Record<ExportFormat, ExportOptionValues>>>;
  inputRange: InputRange;
  foldBatchNorm: boolean;
  check: boolean;
}

export const useExportChoices = create<ExportChoices>(() => ({
  checkpoint: 'last',
  formats: ['savedmodel'],
  options: {},
  inputRange: '0-255',
  foldBatchNorm: false,
  check: true,
}));

/** By "format.option". */
const flat = (options: ExportChoices['options']): Values[string] =>
  Object.fromEntries(
    Object.entries(options).flatMap(([format, values]) =>
      Object.entries(values ?? {}).flatMap(([name, value]) =>
        value === undefined ? [] : [[`${format}.${name}`, value]],
      ),
    ),
  );

function optionsIn(values: Values[string] | undefined): ExportChoices['options'] {
  const found: Partial<Record<ExportFormat, ExportOptionValues>> = {};
  for (const [path, value] of Object.entries(Object(values))) {
    const at = path.indexOf('.');
    const format = exportFormatSchema.safeParse(path.slice(0, at)).data;
    if (format)
      found[format] = { ...found[format], [path.slice(at + 1)]: value as string | number | boolean };
  }
  return found;
}

keep(useExportChoices, {
  concern: 'export',
  values: ({ chosen, checkpoint, formats, options, inputRange, foldBatchNorm, check }) => ({
    run: chosen && 'runId' in chosen ? chosen.runId : null,
    model: chosen && 'modelId' in chosen ? chosen.modelId : null,
    ...{ checkpoint, formats: [...formats], options: flat(options), inputRange, foldBatchNorm, check },
  }),
  change: ({ run, model, checkpoint, formats, options, inputRange, ...switches }, state) => ({
    chosen:
      typeof run === 'string'
        ? { runId: run }
        : typeof model === 'string'
          ? { modelId: model }
          : state.chosen,
    checkpoint: checkpointChoiceSchema.safeParse(checkpoint).data ?? state.checkpoint,
    formats: exportFormatSchema.array().safeParse(formats).data ?? state.formats,
    options: { ...state.options, ...optionsIn(options) },
    inputRange: inputRangeSchema.safeParse(inputRange).data ?? state.inputRange,
    foldBatchNorm: Boolean(switches.foldBatchNorm ?? state.foldBatchNorm),
    check: Boolean(switches.check ?? state.check),
  }),
});

export const useExports = create<Readonly<Record<string, ExportJob>>>(() => ({}));

const controllers = new Map<string, AbortController>();

/** Whether BatchNorm can be folded in each of them. */
export const canFold = (formats: readonly ExportFormat[]): boolean =>
  formats.length > 0 && formats.every((format) => formatInfo(format).canFold);

export const idOf = (of: AskedPredictor): string => ('modelId' in of ? of.modelId : of.runId);

export interface ExportPlace {
  formats: readonly ExportFormat[];
  /** By format; the default location if absent. */
  path(format: ExportFormat): string | undefined;
  replace: boolean;
}

export async function startExport(of: AskedPredictor, place: ExportPlace): Promise<void> {
  const { formats, path, replace } = place;
  const { options, inputRange, check, foldBatchNorm } = useExportChoices.getState();
  const id = idOf(of);
  const controller = new AbortController();
  const { signal } = controller;
  controllers.set(id, controller);
  const change = (next: (job: ExportJob) => ExportJob) =>
    useExports.setState((jobs) => ({ [id]: next(jobs[id] ?? newJob(formats)) }));
  change(() => newJob(formats));
  const tasks = formats.map((format) => {
    const names = optionsFor(formatInfo(format), 'modelId' in of).map(([name]) => name);
    const chosen = Object.entries(options[format] ?? {}).filter(([name]) => names.includes(name));
    const where = path(format);
    return { format, options: Object.fromEntries(chosen), ...(where && { path: where }) };
  });
  try {
    const events = await client.exporting.create(
      {
        ...{ of, tasks, inputRange, check, foldBatchNorm: foldBatchNorm && canFold(formats) },
        ...(replace && { replace }),
      },
      { signal },
    );
    for await (const event of events) change((job) => received(job, event));
    change((job) => ended(job));
  } catch (error) {
    const isCancelled = signal.aborted || isAbort(error);
    const isRepairable = !isCancelled && remedyOf(error) !== undefined;
    if (isRepairable) refused(error, () => void startExport(of, place));
    change((job) => ended(job, isCancelled || isRepairable ? undefined : messageOf(error)));
  } finally {
    controllers.delete(id);
  }
}

/** Complete formats are kept. */
export const cancelExport = (id: string): void => controllers.get(id)?.abort();
