/**
 * Every call and event between the window and the engine room. The browser host and the Electron host
 * both serve this router; the renderer knows nothing else of main. Inputs and outputs are validated at
 * the boundary. Streams are async iterators of events.
 *
 * Expected failures (bad input, a missing file, a refused archive) reach the window as an ORPCError with
 * code `REFUSED` and a message for the person, as data.
 */

import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { LONGEST_NAME, LONGEST_PATH, MOST_RUNS } from '../basics/limits';
import { documentSchema } from '../graph/document';
import { messageSchema } from '../messages';
import { confusionSchema } from '../study/confusion';
import { datasetIdSchema } from '../study/data';
import { exportFormatSchema } from '../study/export-format';
import { extensionRateSchema } from '../study/extension';
import { inferenceSchema, inputRangeSchema } from '../study/inference';
import { precisionSpeedsSchema } from '../study/precision';
import { runIdSchema, runMetricsSchema, runRecordSchema } from '../study/run';
import { seedSchema } from '../study/seed';
import { studyRequestSchema, trainingSettingsSchema } from '../study/settings';
import { binEntrySchema, binIdSchema } from './bin';
import {
  datasetInfoSchema,
  exampleRequestSchema,
  exampleSchema,
  examplesPageSchema,
  examplesRequestSchema,
  inspectionSchema,
  labelChoiceSchema,
  overviewPieceSchema,
  overviewRequestSchema,
} from './datasets';
import {
  adoptedSchema,
  documentEventSchema,
  documentIdSchema,
  documentInfoSchema,
  draftSchema,
  historySchema,
  keptDocumentSchema,
  saveAnswerSchema,
  saveRequestSchema,
  tabsChangeSchema,
  tabsSchema,
  versionInfoSchema,
} from './documents';
import { doctorCheckSchema, engineStatusSchema, progressSchema } from './engine';
import { keptChangeSchema, keptSchema } from './kept';
import { licenseSchema } from './licenses';
import { pipelinePreviewRequestSchema, pipelinePreviewSchema } from './preview';
import { remedySchema } from './remedy';
import { repairReportSchema } from './repair';
import { reportEventSchema } from './report';
import { shellEventSchema } from './shell';
import {
  endedSchema,
  memoryEstimateSchema,
  rangeTestEventSchema,
  rangeTestRequestSchema,
  trainingEventSchema,
  trainingStatusSchema,
} from './training';

const pathSchema = z.string().min(1).max(LONGEST_PATH);

export const REFUSED = 'REFUSED';

/** `said` is what the window shows; the error's own message is the same in English. */
export const refusedSchema = z.object({ said: messageSchema.optional(), remedy: remedySchema.optional() });

const call = oc.errors({ [REFUSED]: { data: refusedSchema.optional() } });

export const appInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['browser', 'electron']),
  platform: z.string(),
  /** Where exports go unless the person says otherwise. */
  exportFolder: z.string(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

/** The newest, or that of the best epoch by `settings.checkpoints.best`. */
export const checkpointChoiceSchema = z.enum(['last', 'best']);
export type CheckpointChoice = z.infer<typeof checkpointChoiceSchema>;

export const exportedSchema = z.object({
  /** Absolute. */
  path: z.string(),
  bytes: z.number().int(),
  /** What a person should know about this file, in sentences. */
  remarks: z.array(messageSchema),
  inference: inferenceSchema,
});
export type Exported = z.infer<typeof exportedSchema>;

export const downloadEventSchema = z.discriminatedUnion('type', [
  /** Where the browser fetches it, once, and what it is called there. */
  z.object({ type: z.literal('ready'), url: z.string(), name: z.string(), bytes: z.number().int() }),
  z.object({ type: z.literal('progress'), progress: progressSchema }),
]);
export type DownloadEvent = z.infer<typeof downloadEventSchema>;

export const contract = {
  app: {
    info: call.output(appInfoSchema),
    /** Licenses of the packages that Skipwire is made with, sorted by name. */
    licenses: call.output(z.array(licenseSchema)),
    /**
     * The system's own dialog for a file or folder; null when the person closed it. Of the desktop shell only: the
     * browser host refuses, its page has the browser's.
     */
    pickPath: call
      .input(z.object({ kind: z.enum(['file', 'folder']), title: z.string().max(200).optional() }))
      .output(z.object({ path: z.string().nullable() })),
    /** What the desktop shell has to tell its window, once; only there. */
    shell: call.output(eventIterator(shellEventSchema)),
    /** The window opened this graph file: the desktop shell lists it under File > Open Recent. */
    noteDocument: call.input(z.object({ path: pathSchema })).output(z.void()),
  },
  engine: {
    status: call.output(engineStatusSchema),
    /** Gets the runtime if it is missing; ends when it is ready. */
    provision: call.output(eventIterator(progressSchema)),
    doctor: call.output(z.array(doctorCheckSchema)),
    /** Trainings that begin from now on run on the CPU, until the host ends. */
    trainOnCpu: call.output(engineStatusSchema),
  },
  /** See documents.ts. */
  documents: {
    /** The last saved first. */
    list: call.output(z.array(documentInfoSchema)),
    read: call.input(z.object({ id: documentIdSchema })).output(keptDocumentSchema),
    /** The document as it is, then everything that happens to it. */
    follow: call.input(z.object({ id: documentIdSchema })).output(eventIterator(documentEventSchema)),
    create: call
      .input(z.object({ id: documentIdSchema, document: documentSchema, history: historySchema.optional() }))
      .output(saveAnswerSchema),
    save: call.input(saveRequestSchema).output(saveAnswerSchema),
    /** The present state, then earlier ones, the newest first. */
    versions: call.input(z.object({ id: documentIdSchema })).output(z.array(versionInfoSchema)),
    version: call
      .input(z.object({ id: documentIdSchema, version: z.string().max(40) }))
      .output(documentSchema),
    /** Moves it to the bin and answers with its entry there. */
    remove: call.input(z.object({ id: documentIdSchema })).output(binEntrySchema),
    /** The same, for a graph that nobody edited, unless another window has it open. */
    discard: call.input(z.object({ id: documentIdSchema })).output(z.void()),
    /** Answers when all of it is on the disk, so that it can be deleted where it came from. */
    adopt: call.input(draftSchema).output(adoptedSchema),
    tabs: call.output(tabsSchema),
    changeTabs: call.input(tabsChangeSchema).output(z.void()),
  },
  datasets: {
    list: call.output(z.array(datasetInfoSchema)),
    /** From the data set's home page; resumes an interrupted download. */
    download: call
      .input(
        z.object({
          id: datasetIdSchema,
          /** "http://proxy:3128", or "none"; absent: what the environment of the host says (HTTP_PROXY ...). */
          proxy: z.string().max(LONGEST_NAME).optional(),
        }),
      )
      .output(eventIterator(progressSchema)),
    /** From an archive or folder on this machine. */
    import: call
      .input(z.object({ id: datasetIdSchema, path: pathSchema }))
      .output(eventIterator(progressSchema)),
    /** Draws a procedural set (`shapes`) anew. */
    generate: call
      .input(
        z.object({
          id: z.literal('shapes'),
          trainCount: z.number().int().min(10).max(1_000_000),
          valCount: z.number().int().min(10).max(1_000_000),
          seed: seedSchema,
        }),
      )
      .output(eventIterator(progressSchema)),
    remove: call.input(z.object({ id: datasetIdSchema })).output(z.void()),
    /** What there is to know about a data set: at once where it was computed before, else with progress. */
    report: call.input(z.object({ id: datasetIdSchema })).output(eventIterator(reportEventSchema)),
    /** Ends its computation, whoever began it; answers when its process is gone. Nothing is left of it. */
    cancelReport: call.input(z.object({ id: datasetIdSchema })).output(z.void()),
    examples: call.input(examplesRequestSchema).output(examplesPageSchema),
    /**
     * All images, coarsely, in the order of `examples`. Null where that was not computed yet: it will be, in the
     * background, so ask again later.
     */
    overview: call.input(overviewRequestSchema).output(overviewPieceSchema.nullable()),
    /** One image whole. */
    example: call.input(exampleRequestSchema).output(exampleSchema),
    /** What the input pipeline makes of some images, step by step. */
    preview: call.input(pipelinePreviewRequestSchema).output(pipelinePreviewSchema),
    /** What a folder or archive would be as a data set, without importing it. Refused where it would be none. */
    inspect: call
      .input(z.object({ path: pathSchema }).extend(labelChoiceSchema.shape))
      .output(inspectionSchema),
    /** A person's own pictures; without an id one is made from the name. An id that is there already is replaced. */
    importOwn: call
      .input(
        z.object({
          path: pathSchema,
          name: z.string().trim().min(1).max(100),
          id: datasetIdSchema.optional(),
          ...labelChoiceSchema.shape,
        }),
      )
      .output(eventIterator(progressSchema)),
  },
  training: {
    /** Queues every arm with every seed. Refused while another study trains. */
    start: call
      .input(studyRequestSchema)
      .output(z.object({ studyId: z.string(), runIds: z.array(z.string()) })),
    /**
     * Ends a run at its next batch and drops those behind it; of a run that waits, that run alone; or a whole study.
     * Whichever process trains it is asked. Refused where nothing does.
     */
    stop: call.input(endedSchema).output(z.void()),
    /** As `stop`, but what ends is put aside with a checkpoint, to be resumed. */
    pause: call.input(endedSchema).output(z.void()),
    /** Goes on with these runs where they were: paused, stopped, interrupted or failed ones with a checkpoint. */
    resume: call.input(z.object({ runIds: z.array(runIdSchema).min(1).max(MOST_RUNS) })).output(z.void()),
    /** So many more epochs for a run that has ended, and on it goes. */
    extend: call
      .input(
        z.object({
          runId: runIdSchema,
          epochs: z.number().int().min(1),
          rate: extensionRateSchema.default({ type: 'keep' }),
        }),
      )
      .output(z.void()),
    /** A new run of the same network that begins with a checkpoint's weights, under other settings. */
    restart: call
      .input(
        z.object({
          runId: runIdSchema,
          checkpoint: checkpointChoiceSchema,
          settings: trainingSettingsSchema,
        }),
      )
      .output(z.object({ studyId: z.string(), runIds: z.array(z.string()) })),
    /** Refused while a study trains. */
    rangeTest: call.input(rangeTestRequestSchema).output(eventIterator(rangeTestEventSchema)),
    /** What the worker would take; refused for a network that cannot be trained on the data set's images. */
    estimate: call
      .input(z.object({ graph: documentSchema, settings: trainingSettingsSchema }))
      .output(memoryEstimateSchema),
    /**
     * How fast the device computes these networks, the arms of one study, in each precision. `measure`: now, where that
     * has not been done and nothing trains. Null where nothing is known.
     */
    precision: call
      .input(z.object({ graphs: z.array(documentSchema).min(1).max(MOST_RUNS), measure: z.boolean() }))
      .output(precisionSpeedsSchema.nullable()),
    status: call.output(trainingStatusSchema),
    /** Runs that were being trained when Skipwire ended, and can go on. */
    unfinished: call.output(z.array(runRecordSchema)),
    /** Offers them no more. */
    forgetUnfinished: call.output(z.void()),
    /** Everything from now on; subscribe first, then ask for the status. */
    events: call.output(eventIterator(trainingEventSchema)),
  },
  runs: {
    /** Newest first. */
    list: call.output(z.array(runRecordSchema)),
    metrics: call.input(z.object({ id: runIdSchema })).output(runMetricsSchema),
    /** After an epoch, the last or the best; null where there is none. */
    confusion: call
      .input(z.object({ id: runIdSchema, epoch: z.number().int().positive() }))
      .output(confusionSchema.nullable()),
    graph: call.input(z.object({ id: runIdSchema })).output(documentSchema),
    /**
     * Moves it to the bin and answers with its entry there. `forGood`: deletes it at once, and answers null. Refused while
     * it is trained.
     */
    remove: call
      .input(z.object({ id: runIdSchema, forGood: z.boolean().optional() }))
      .output(binEntrySchema.nullable()),
    /** Puts its files right, so that it can go on; what was there is kept aside. Refused while it is trained. */
    repair: call.input(z.object({ id: runIdSchema })).output(repairReportSchema),
  },
  /** What the window remembers, beside graphs. */
  kept: {
    load: call.output(keptSchema),
    /** Answers when it is on the disk. */
    change: call.input(keptChangeSchema).output(z.void()),
    /** Changes of all windows from now on, one's own too; subscribe first, then load. */
    events: call.output(eventIterator(keptChangeSchema)),
  },
  /** Deleted runs and documents. */
  bin: {
    /** Newest first. */
    list: call.output(z.array(binEntrySchema)),
    /** Refused where something is at its old place. */
    restore: call.input(z.object({ id: binIdSchema })).output(binEntrySchema),
    /** Deletes it for good. */
    remove: call.input(z.object({ id: binIdSchema })).output(z.void()),
    /** Deletes all of it for good. */
    empty: call.output(z.array(binEntrySchema)),
  },
  exporting: {
    /** Writes the run's newest checkpoint, or its best; answers with the absolute path written. */
    create: call
      .input(
        z.object({
          runId: runIdSchema,
          format: exportFormatSchema,
          /** Where to; the default is a file or folder named after the run in `exportFolder`. */
          path: pathSchema.optional(),
          checkpoint: checkpointChoiceSchema.optional(),
          /** What the model is to be fed; `0-1` where absent. */
          inputRange: inputRangeSchema.optional(),
          /** Replace an earlier export at `path`; never files of others. */
          replace: z.boolean().optional(),
        }),
      )
      .output(exportedSchema),
    /** An export for the browser to save, a folder as a zip archive; ends when all is sent. The desktop shell refuses. */
    download: call.input(z.object({ path: pathSchema })).output(eventIterator(downloadEventSchema)),
    /** Shows an export in the system's file manager. Only the desktop shell can do that. */
    showInFolder: call.input(z.object({ path: pathSchema })).output(z.void()),
  },
};
export type Contract = typeof contract;
