/** Exports of this window, by run, and what was last chosen. An export goes on while another view is shown. */
import { create } from 'zustand';
import type { CheckpointChoice } from '../../core/contract';
import { type ExportFormat, type ExportOptionValues, formatInfo } from '../../core/study/export-format';
import type { InputRange } from '../../core/study/inference';
import { client } from '../client/client';
import { isAbort, messageOf, remedyOf } from '../client/errors';
import { refused } from '../runs/actions';
import { type ExportJob, ended, newJob, received } from './job';

export interface ExportChoices {
  formats: readonly ExportFormat[];
  options: Readonly<Partial<Record<ExportFormat, ExportOptionValues>>>;
  inputRange: InputRange;
  foldBatchNorm: boolean;
  check: boolean;
}

export const useExportChoices = create<ExportChoices>(() => ({
  formats: ['savedmodel'],
  options: {},
  inputRange: '0-255',
  foldBatchNorm: false,
  check: true,
}));

export const useExports = create<Readonly<Record<string, ExportJob>>>(() => ({}));

const controllers = new Map<string, AbortController>();

/** Whether BatchNorm can be folded in each of them. */
export const canFold = (formats: readonly ExportFormat[]): boolean =>
  formats.length > 0 && formats.every((format) => formatInfo(format).canFold);

export interface ExportPlace {
  checkpoint?: CheckpointChoice | undefined;
  /** By format; the default place where absent. */
  path(format: ExportFormat): string | undefined;
  replace: boolean;
}

export async function startExport(runId: string, { checkpoint, path, replace }: ExportPlace): Promise<void> {
  const { formats, options, inputRange, check, ...choices } = useExportChoices.getState();
  const controller = new AbortController();
  const { signal } = controller;
  controllers.set(runId, controller);
  const change = (next: (job: ExportJob) => ExportJob) =>
    useExports.setState((jobs) => ({ [runId]: next(jobs[runId] ?? newJob(formats)) }));
  change(() => newJob(formats));
  const tasks = formats.map((format) => {
    const chosen = { options: options[format], path: path(format) };
    return {
      format,
      ...(chosen.options && { options: chosen.options }),
      ...(chosen.path && { path: chosen.path }),
    };
  });
  try {
    const events = await client.exporting.create(
      {
        ...{ runId, tasks, inputRange, check, foldBatchNorm: choices.foldBatchNorm && canFold(formats) },
        ...(checkpoint && { checkpoint }),
        ...(replace && { replace }),
      },
      { signal },
    );
    for await (const event of events) change((job) => received(job, event));
    change((job) => ended(job));
  } catch (error) {
    const isCancelled = signal.aborted || isAbort(error);
    const isRepairable = !isCancelled && remedyOf(error) !== undefined;
    if (isRepairable) refused(error, () => void startExport(runId, { checkpoint, path, replace }));
    change((job) => ended(job, isCancelled || isRepairable ? undefined : messageOf(error)));
  } finally {
    controllers.delete(runId);
  }
}

/** Formats that are whole stay. */
export const cancelExport = (runId: string): void => controllers.get(runId)?.abort();
