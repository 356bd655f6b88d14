/**
 * All calls and events between the window and the host: the router that both hosts serve. Inputs and outputs are
 * validated at the boundary. Expected failures reach the window as an ORPCError with code `REFUSED` and a message as
 * data.
 */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { studySchema } from '../ablation/study';
import { LONGEST_NAME, LONGEST_PATH, MOST_RUNS } from '../basics/limits';
import { documentSchema } from '../graph/document';
import { textSchema } from '../messages';
import { pixelValuesSchema } from '../ops/pixels';
import { confusionSchema } from '../study/confusion';
import { datasetIdSchema } from '../study/data';
import { extensionRateSchema } from '../study/extension';
import { importReportSchema } from '../study/import-report';
import { precisionSpeedsSchema } from '../study/precision';
import { knownRunSchema, runIdSchema, runMetricsSchema, runRecordSchema } from '../study/run';
import { seedSchema } from '../study/seed';
import { studyIdSchema, studyRequestSchema, trainingSettingsSchema } from '../study/settings';
import { surfaceSchema } from '../surface/surface';
import { annotationChangesSchema, annotationsEventSchema } from './annotations';
import { appInfoSchema } from './app';
import { binEntrySchema, binIdSchema } from './bin';
import { checkpointChoiceSchema } from './checkpoint-choice';
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
import { deviceChoiceSchema, doctorCheckSchema, engineStatusSchema, progressSchema } from './engine';
import { downloadEventSchema, exportEventSchema, exportRequestSchema, frameworkSchema } from './exporting';
import { keptChangeSchema, keptSchema } from './kept';
import { licenseSchema } from './licenses';
import { mlflowAddressSchema, mlflowStatusSchema } from './mlflow';
import { modelIdSchema, modelInfoSchema } from './models';
import { checkedPlaceSchema, knownPlaceSchema, placeSchema, placesSchema } from './places';
import {
  gradCamEventSchema,
  gradCamRequestSchema,
  predictEventSchema,
  predictFilesRequestSchema,
  predictImagesRequestSchema,
  splitEventSchema,
  splitRequestSchema,
} from './predict';
import { pipelinePreviewRequestSchema, pipelinePreviewSchema } from './preview';
import { prioritySchema, queueSchema, slotsSchema, someRunsSchema } from './queue';
import { call } from './refused';
import { repairReportSchema } from './repair';
import { reportEventSchema } from './report';
import { runLogRequestSchema, runLogSchema } from './run-log';
import { shellEventSchema, windowMenusSchema } from './shell';
import {
  keptStudySchema,
  savedStudySchema,
  saveStudySchema,
  studyInfoSchema,
  studyPlanRequestSchema,
  studyPlanSchema,
} from './studies';
import { studyReportRequestSchema, studyReportSchema } from './study-report';
import { surfaceEventSchema, surfaceRequestSchema } from './surface';
import {
  endedSchema,
  memoryEstimateSchema,
  rangeTestEventSchema,
  rangeTestRequestSchema,
  trainingEventSchema,
  trainingStatusSchema,
} from './training';

const pathSchema = z.string().min(1).max(LONGEST_PATH);

const oneDocument = z.object({ id: documentIdSchema });
const oneDataset = z.object({ id: datasetIdSchema });
const oneModel = z.object({ id: modelIdSchema });
const oneStudy = z.object({ id: studyIdSchema });
const oneRun = z.object({ id: runIdSchema });
const progress = eventIterator(progressSchema);
const started = z.object({ studyId: z.string(), runIds: z.array(z.string()) });
const imageCount = z.number().int().min(10).max(1_000_000);

export const contract = {
  app: {
    info: call.output(appInfoSchema),
    /** In the system's file manager. Refused by the browser host. */
    showDataFolder: call.output(z.void()),
    /** Sorted by the name of the package. */
    licenses: call.output(z.array(licenseSchema)),
    /** The system's dialog for a file or folder; null if it was closed. Refused by the browser host. */
    pickPath: call
      .input(z.object({ kind: z.enum(['file', 'folder']), title: z.string().max(200).optional() }))
      .output(z.object({ path: z.string().nullable() })),
    /** Desktop shell only. */
    shell: call.output(eventIterator(shellEventSchema)),
    /** For File > Open Recent. */
    noteDocument: call.input(z.object({ path: pathSchema })).output(z.void()),
    /** For the menu bar, which the desktop shell draws. */
    showMenus: call.input(windowMenusSchema).output(z.void()),
  },
  engine: {
    status: call.output(engineStatusSchema),
    /** Gets the runtime if it is missing; ends when it is ready. */
    provision: call.output(progress),
    doctor: call.output(z.array(doctorCheckSchema)),
    /** For new runs, from now on and after restarts. Refused for a GPU that is not there. */
    chooseDevice: call.input(z.object({ device: deviceChoiceSchema })).output(engineStatusSchema),
    /** From now on, until the host ends. */
    trainOnCpu: call.output(engineStatusSchema),
  },
  /** See documents.ts. */
  documents: {
    /** The last saved first. */
    list: call.output(z.array(documentInfoSchema)),
    read: call.input(oneDocument).output(keptDocumentSchema),
    /** The document as it is, then its changes. */
    follow: call.input(oneDocument).output(eventIterator(documentEventSchema)),
    create: call
      .input(oneDocument.extend({ document: documentSchema, history: historySchema.optional() }))
      .output(saveAnswerSchema),
    save: call.input(saveRequestSchema).output(saveAnswerSchema),
    /** Newest first, starting with the current state. */
    versions: call.input(oneDocument).output(z.array(versionInfoSchema)),
    version: call.input(oneDocument.extend({ version: z.string().max(40) })).output(documentSchema),
    /** Moves it to the bin. */
    remove: call.input(oneDocument).output(binEntrySchema),
    /** The same, for a graph that nobody edited, unless another window has it open. */
    discard: call.input(oneDocument).output(z.void()),
    /** Answers when everything is on the disk. */
    adopt: call.input(draftSchema).output(adoptedSchema),
    tabs: call.output(tabsSchema),
    changeTabs: call.input(tabsChangeSchema).output(z.void()),
  },
  datasets: {
    list: call.output(z.array(datasetInfoSchema)),
    /** Resumes an interrupted download. */
    download: call
      // "http://proxy:3128", or "none"; absent: as the host's environment says (HTTP_PROXY ...).
      .input(oneDataset.extend({ proxy: z.string().max(LONGEST_NAME).optional() }))
      .output(progress),
    /** From an archive or folder on the host's machine. */
    import: call.input(oneDataset.extend({ path: pathSchema })).output(progress),
    /** Draws a procedural set. */
    generate: call
      .input(
        z.object({ id: z.literal('shapes'), trainCount: imageCount, valCount: imageCount, seed: seedSchema }),
      )
      .output(progress),
    remove: call.input(oneDataset).output(z.void()),
    /** Answers at once if the report exists, otherwise with progress. */
    report: call.input(oneDataset).output(eventIterator(reportEventSchema)),
    /** Stops the computation, whoever started it; answers when its process has ended. */
    cancelReport: call.input(oneDataset).output(z.void()),
    examples: call.input(examplesRequestSchema).output(examplesPageSchema),
    /** All images, coarsely, in the order of `examples`. Null until it is computed in the background: ask again later. */
    overview: call.input(overviewRequestSchema).output(overviewPieceSchema.nullable()),
    example: call.input(exampleRequestSchema).output(exampleSchema),
    /** Some images after each step of the input pipeline. */
    preview: call.input(pipelinePreviewRequestSchema).output(pipelinePreviewSchema),
    /** How a folder or archive would be imported. */
    inspect: call.input(labelChoiceSchema.extend({ path: pathSchema })).output(inspectionSchema),
    /**
     * Imports a person's own pictures, and replaces an existing set with the same id; without an id, one is made from
     * the name.
     */
    importOwn: call
      .input(
        labelChoiceSchema.extend({
          path: pathSchema,
          name: z.string().trim().min(1).max(100),
          id: datasetIdSchema.optional(),
        }),
      )
      .output(progress),
  },
  training: {
    /** Queues every arm with every seed, behind what is queued already. Without `on`, they train on this machine. */
    start: call.input(studyRequestSchema.extend({ on: placesSchema.optional() })).output(started),
    /**
     * Stops a run at its next batch and the others of its study; or only a waiting run; or a whole study. Works
     * whichever process trains it. Refused if nothing is running.
     */
    stop: call.input(endedSchema).output(z.void()),
    /** Like `stop`, with a checkpoint to resume from. */
    pause: call.input(endedSchema).output(z.void()),
    /**
     * Puts paused, stopped, interrupted or failed runs in the queue. They go on from their newest checkpoints, or from the
     * beginning, in whichever process trains. `abandon`: they train on this machine, and a place that may still be training
     * them is not asked to end them.
     */
    resume: call.input(someRunsSchema.extend({ abandon: z.boolean().optional() })).output(z.void()),
    /** Adds epochs to a run that has ended, and resumes it. */
    extend: call
      .input(
        z.object({
          runId: runIdSchema,
          epochs: z.number().int().min(1),
          rate: extensionRateSchema.default({ type: 'keep' }),
        }),
      )
      .output(z.void()),
    /** A new run of the same network that starts with a checkpoint's weights, with other settings. */
    restart: call
      .input(
        z.object({
          runId: runIdSchema,
          checkpoint: checkpointChoiceSchema,
          settings: trainingSettingsSchema,
        }),
      )
      .output(started),
    /** Refused while a study trains. */
    rangeTest: call.input(rangeTestRequestSchema).output(eventIterator(rangeTestEventSchema)),
    /** Refused for a network that cannot be trained on the data set's images. */
    estimate: call
      .input(z.object({ graph: documentSchema, settings: trainingSettingsSchema }))
      .output(memoryEstimateSchema),
    /**
     * Speed of each precision for the arms of a study on the device; null if unknown. `measure`: measures now, unless
     * that was done or something trains.
     */
    precision: call
      .input(z.object({ graphs: z.array(documentSchema).min(1).max(MOST_RUNS), measure: z.boolean() }))
      .output(precisionSpeedsSchema.nullable()),
    status: call.output(trainingStatusSchema),
    /** Runs that were training when Skipwire ended, and can be resumed. */
    unfinished: call.output(z.array(runRecordSchema)),
    /** Stops offering them. */
    forgetUnfinished: call.output(z.void()),
    /** From now on: subscribe first, then ask for the status. */
    events: call.output(eventIterator(trainingEventSchema)),
  },
  /** See studies.ts. A study's id is the `studyId` of its runs. */
  studies: {
    /** The last saved first. */
    list: call.output(z.array(studyInfoSchema)),
    get: call.input(oneStudy).output(keptStudySchema),
    /** Refused for a study that could not be read again; what it trains is checked by `check`. */
    save: call.input(saveStudySchema).output(savedStudySchema),
    /** Moves it to the bin; its runs stay. */
    remove: call.input(oneStudy).output(binEntrySchema),
    /** The first fault, in the study, a graph, an edit, a setting or the images; null if it can be trained. */
    check: call.input(z.object({ study: studySchema })).output(textSchema.nullable()),
    /** What is left to train, and what it costs. Refused as `check`. */
    plan: call.input(studyPlanRequestSchema).output(studyPlanSchema),
    /** Measures a few steps of each network whose time is not known; then `plan` knows it. Refused while a study trains. */
    measure: call.input(z.object({ study: studySchema })).output(progress),
    /** Queues what is left to train of a stored study. Without `on`, new runs train on this machine. */
    start: call.input(oneStudy.extend({ on: placesSchema.optional() })).output(started),
  },
  /** See places.ts. */
  places: {
    list: call.output(z.array(knownPlaceSchema)),
    /** Connects to it as a training does. Refused if nothing can train there. */
    check: call.input(z.object({ place: placeSchema })).output(checkedPlaceSchema),
  },
  /** All studies, and runs of other processes. Runs that are not in the queue are refused. */
  queue: {
    list: call.output(queueSchema),
    /** In front of `before`, or to the end. */
    move: call.input(someRunsSchema.extend({ before: runIdSchema.optional() })).output(z.void()),
    priority: call.input(someRunsSchema.extend({ priority: prioritySchema })).output(z.void()),
    /** Pauses these alone, with a checkpoint: the others go on. */
    skip: call.input(someRunsSchema).output(z.void()),
    /** Stops them, with a checkpoint, and takes them out of the queue. */
    remove: call.input(someRunsSchema).output(z.void()),
    /** Pauses everything. */
    pause: call.output(z.void()),
    slots: call.input(z.object({ slots: slotsSchema })).output(z.void()),
  },
  runs: {
    /** Newest first. */
    list: call.output(z.array(knownRunSchema)),
    /** As `list`, without the runs that the window has already: it names the digest of each. */
    changes: call.input(z.object({ known: z.record(runIdSchema, z.string().max(64)) })).output(
      z.object({
        /** Newest first. */
        ids: z.array(z.string()),
        changed: z.array(z.object({ digest: z.string(), run: knownRunSchema })),
      }),
    ),
    /** Answers when it is on the disk. */
    annotate: call.input(z.object({ changes: annotationChangesSchema })).output(z.void()),
    /** Changes by all windows, including this one: subscribe first, then list the runs. */
    annotations: call.output(eventIterator(annotationsEventSchema)),
    metrics: call.input(oneRun).output(runMetricsSchema),
    /** After the last or the best epoch; null if there is none. */
    confusion: call
      .input(oneRun.extend({ epoch: z.number().int().positive() }))
      .output(confusionSchema.nullable()),
    graph: call.input(oneRun).output(documentSchema),
    /** See run-log.ts. */
    log: call.input(runLogRequestSchema).output(runLogSchema),
    /** Moves it to the bin, or deletes it at once (`forGood`) and answers null. Refused while it trains. */
    remove: call.input(oneRun.extend({ forGood: z.boolean().optional() })).output(binEntrySchema.nullable()),
    /** Repairs its files; the originals are kept. Refused while it trains. */
    repair: call.input(oneRun).output(repairReportSchema),
  },
  studyReports: {
    /** A folder with the report, in place of an earlier one; with a PDF in the desktop shell. */
    write: call.input(studyReportRequestSchema).output(studyReportSchema),
  },
  /** See mlflow.ts. The address is among what the window remembers. */
  mlflow: {
    status: call.output(mlflowStatusSchema),
    /** Refused if no MLflow answers there. */
    check: call.input(z.object({ address: mlflowAddressSchema })).output(z.void()),
  },
  /** What the window remembers, without graphs. */
  kept: {
    load: call.output(keptSchema),
    /** Answers when it is on the disk. */
    change: call.input(keptChangeSchema).output(z.void()),
    /** Changes by all windows, including this one: subscribe first, then load. */
    events: call.output(eventIterator(keptChangeSchema)),
  },
  /** Deleted runs and documents. */
  bin: {
    /** Newest first. */
    list: call.output(z.array(binEntrySchema)),
    /** Refused if something is at its old place. */
    restore: call.input(z.object({ id: binIdSchema })).output(binEntrySchema),
    /** For good, like `empty`. */
    remove: call.input(z.object({ id: binIdSchema })).output(z.void()),
    empty: call.output(z.array(binEntrySchema)),
  },
  /** Predictions of networks for pictures and whole splits; each call ends when all are done or the window stops it. */
  predict: {
    /** JPEG, PNG and other pictures on the host's machine. */
    files: call.input(predictFilesRequestSchema).output(eventIterator(predictEventSchema)),
    /** Images that a run was trained, validated or tested on. */
    images: call.input(predictImagesRequestSchema).output(eventIterator(predictEventSchema)),
    /** The misclassified images of a whole split. Refused if the networks were validated on different images. */
    split: call.input(splitRequestSchema).output(eventIterator(splitEventSchema)),
    gradCam: call.input(gradCamRequestSchema).output(eventIterator(gradCamEventSchema)),
  },
  surface: {
    /** The loss surfaces of some runs, point by point. What was computed is kept if the window stops it. */
    compute: call.input(surfaceRequestSchema).output(eventIterator(surfaceEventSchema)),
    /** What was computed before, in the order of the request; null unless every run has some. */
    kept: call.input(surfaceRequestSchema).output(z.array(surfaceSchema).nullable()),
  },
  /** Imported models, from which networks and trainings can start. */
  models: {
    /** Newest first. */
    list: call.output(z.array(modelInfoSchema)),
    /** Imports a file on the host's machine. Refused if it is not a model that Skipwire reads. */
    import: call
      .input(z.object({ path: pathSchema }))
      .output(z.object({ model: modelInfoSchema, report: importReportSchema })),
    document: call.input(oneModel).output(documentSchema),
    report: call.input(oneModel).output(importReportSchema),
    /** What its network takes for pixels from now on. Graphs that were made from it stay as they are. */
    setPixels: call.input(oneModel.extend({ values: pixelValuesSchema })).output(importReportSchema),
    /** Moves it to the bin. */
    remove: call.input(oneModel).output(binEntrySchema),
  },
  exporting: {
    /** Exports a run or an imported model to one format after another. If canceled, complete exports are kept. */
    create: call.input(exportRequestSchema).output(eventIterator(exportEventSchema)),
    /** An export for the browser to save, a folder as a zip archive; ends when everything is sent. */
    download: call.input(z.object({ path: pathSchema })).output(eventIterator(downloadEventSchema)),
    /** In the system's file manager. Desktop shell only. */
    showInFolder: call.input(z.object({ path: pathSchema })).output(z.void()),
    /** Python that builds the network of a graph. */
    code: call
      .input(z.object({ graph: documentSchema, framework: frameworkSchema }))
      .output(z.object({ text: z.string() })),
  },
};
export type Contract = typeof contract;
