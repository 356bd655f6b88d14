/** Everything the hosts and the CLI work with. */
import { join } from 'node:path';
import { messageOf } from '../../core/basics/errors';
import type { AskedPredictor } from '../../core/contract/predict';
import { selectableOf } from '../../core/contract/selectable-set';
import type { GraphDocument } from '../../core/graph/document';
import type { TrainingSettings } from '../../core/study/settings';
import {
  binRoot,
  datasetsRoot,
  documentsRoot,
  keptRoot,
  runsRoot,
  speedsRoot,
  studiesRoot,
} from '../basics/paths';
import { UnderWay } from '../basics/under-way';
import { Bin } from '../bin';
import { DatasetStore } from '../datasets';
import { reportService } from '../datasets/report';
import { countsOf, planOf } from '../datasets/selection';
import { doctor } from '../doctor';
import { DocumentStore } from '../documents/store';
import { deviceMemory, engineStatus, ensureEngine, findEngine, trainOnCpu } from '../engine';
import { chooseDevice, requireDevice } from '../engine/device';
import { preferKeptDevice } from '../engine/kept-device';
import { SpeedCache } from '../engine/speed-cache';
import { ExecutorLanes } from '../executors';
import { KnownPlaces } from '../executors/known-places';
import { type ExportRequest, type ExportTask, exportEvents } from '../exporting';
import { askedNetworks } from '../exporting/asked-networks';
import { checksFor } from '../exporting/check/options';
import { importInto } from '../importing/process';
import { KeptStore } from '../kept';
import { MlflowLogging } from '../mlflow/logging';
import { ModelStore } from '../models/store';
import { PredictionService } from '../predicting/service';
import { type LaunchProcess, launchProcess, workerEntry } from '../processes/launch';
import { sweepTemporary } from '../processes/temporary';
import { StudyReports } from '../reporting';
import { RunStore } from '../runs/store';
import { StudyService } from '../studies';
import { StudyStore } from '../studies/store';
import { SurfaceService } from '../surface/service';
import { estimateMemory } from '../training/estimate/estimate';
import { PrecisionSpeedsService } from '../training/host/precision-speeds';
import { PreviewService } from '../training/host/preview';
import { QueueControl } from '../training/host/queue-control';
import { RangeTestService } from '../training/host/range-test';
import { settledPrecision } from '../training/host/settled-precision';
import { StepTimesService } from '../training/host/step-times';
import { ThreadShares } from '../training/host/thread-shares';
import { type Closing, TrainingService } from '../training/host/trainer';
import { Unfinished } from '../training/host/unfinished';

export interface ServicesOptions {
  /** Recorded in environment.json. */
  host: 'browser' | 'electron' | 'cli';
  version: string;
  /** Default: fork this Node. */
  launch?: LaunchProcess;
  /** Bundle of main/training/jobs/worker.ts; default: beside this one. */
  workerEntry?: string;
  /** Bundle of main/datasets/report/worker.ts; default: beside this one. */
  reportEntry?: string;
  /** Default: main/basics/paths.ts, as for the other folders. */
  runsRoot?: string;
  documentsRoot?: string;
  datasetsRoot?: string;
  binRoot?: string;
  keptRoot?: string;
  modelsRoot?: string;
  studiesRoot?: string;
  speedsRoot?: string;
  /** How often a run whose worker dies is tried; default: MOST_FAILURES. */
  attempts?: number;
  /** Called with each run folder that cannot be read. */
  warn?: (message: string) => void;
}

export type Services = Awaited<ReturnType<typeof createServices>>;

/** Marks runs of dead processes as interrupted before it resolves. */
export async function createServices(options: ServicesOptions) {
  const { host, version, warn = console.warn } = options;
  const runs = new RunStore({
    root: options.runsRoot ?? runsRoot(),
    app: host,
    report: ({ folder, reason }) => warn(`${folder} is passed over. ${reason}`),
  });
  const bin = new Bin({ root: options.binRoot ?? binRoot() });
  const documents = new DocumentStore({ root: options.documentsRoot ?? documentsRoot() });
  const kept = new KeptStore({ root: options.keptRoot ?? keptRoot(), warn });
  await preferKeptDevice(kept);
  const models = new ModelStore({ root: options.modelsRoot });
  const datasets = new DatasetStore({ root: options.datasetsRoot ?? datasetsRoot() });
  const worker = {
    datasets,
    ensureEngine,
    launch: options.launch ?? launchProcess,
    entry: options.workerEntry ?? workerEntry(),
  };
  const speeds = new PrecisionSpeedsService({
    ...worker,
    cache: new SpeedCache(options.speedsRoot ?? speedsRoot()),
  });
  const shares = new ThreadShares({ ...worker, folder: join(options.speedsRoot ?? speedsRoot(), 'shares') });
  const unfinished = new Unfinished(runs);
  const executors = new ExecutorLanes({ runs, datasets });
  const training: TrainingService = new TrainingService({
    ...worker,
    runs,
    models,
    speeds,
    shares,
    unfinished,
    app: { version, host },
    lane: (id) => executors.lane(id),
    attempts: options.attempts,
    isDeviceTaken: () => rangeTest.active,
    freeDevice: () => stepTimes.giveWay(),
  });
  const queue = new QueueControl({ runs, training });
  const mlflow = new MlflowLogging({ kept, events: (signal) => training.events(signal), warn });
  const rangeTest = new RangeTestService({ ...worker, speeds, isBusy: () => training.busy });
  const preview = new PreviewService({ ...worker, findEngine });
  const reports = reportService({
    datasets,
    launch: worker.launch,
    entry: options.reportEntry,
    isBusy: () => training.busy || rangeTest.active,
  });
  datasets.watcher = {
    changing: (id) => reports.hold(id),
    changed: (id) => {
      reports.release(id);
      // A command must end when its own work is done.
      if (host !== 'cli') reports.enqueue(id);
    },
  };
  /** @throws GraphError if the network cannot be trained on these images; Refusal for an impossible selection. */
  const estimate = async (graph: GraphDocument, settings: TrainingSettings) => {
    const dataset = await datasets.info(settings.dataset);
    const known = async () => {
      const engine = await findEngine();
      return engine && speeds.known([graph], engine);
    };
    const precision = await settledPrecision(settings.precision, known);
    return estimateMemory(
      graph,
      { ...settings, precision },
      {
        dataset,
        selected: countsOf(planOf(selectableOf(dataset), settings)),
        ...(await deviceMemory()),
      },
    );
  };
  const studyStore = new StudyStore(options.studiesRoot ?? studiesRoot());
  const stepTimes = new StepTimesService({
    ...worker,
    speeds,
    root: join(options.speedsRoot ?? speedsRoot(), 'steps'),
  });
  const studies = new StudyService({
    store: studyStore,
    datasets,
    runs,
    training,
    stepTimes,
    findEngine,
    ensureEngine,
    isDeviceTaken: () => rangeTest.active,
    estimate,
  });
  const [recovered] = await Promise.all([
    runs.recover(),
    documents.sweep(),
    kept.sweep(),
    models.sweep(),
    studyStore.sweep(),
    mlflow.open(),
  ]);
  await unfinished.note(recovered.map(({ id }) => id));
  if (host !== 'cli') {
    void sweepTemporary();
    void bin.keepPurged((error) => warn(`The bin could not be tidied up. ${messageOf(error)}`));
  }
  const runner = { findEngine, launch: worker.launch, entry: worker.entry };
  const networks = askedNetworks(runs, models);
  const predictions = new PredictionService({ runner, read: networks, datasets });
  const surfaces = new SurfaceService({
    ...{ runner, read: networks, datasets },
    isBusy: () => training.busy || rangeTest.active,
  });
  const exports = new UnderWay();
  return {
    engine: {
      status: engineStatus,
      ensure: ensureEngine,
      doctor,
      trainOnCpu,
      chooseDevice: async (device: string) => {
        await requireDevice(device);
        await kept.change({ concern: 'device', values: { choice: device }, origin: 'host' });
        chooseDevice(device);
        return engineStatus();
      },
    },
    documents,
    models,
    datasets,
    reports,
    runs,
    bin,
    kept,
    training,
    queue,
    rangeTest,
    preview,
    memory: { estimate },
    studies,
    studyReports: new StudyReports(runs, studyStore),
    mlflow,
    places: new KnownPlaces(
      async () => ((await kept.value('train', 'places')) as string[] | undefined) ?? [],
    ),
    precision: {
      /** Undefined if the speeds are unknown. @param measure now, if the device is free. */
      speeds: async (graphs: readonly GraphDocument[], measure: boolean, signal?: AbortSignal) => {
        const engine = await findEngine();
        if (!engine) return undefined;
        const free = !training.busy && !rangeTest.active;
        return measure && free ? speeds.measure(graphs, engine, signal) : speeds.known(graphs, engine);
      },
    },
    importing: {
      importModel: (path: string, signal?: AbortSignal) =>
        importInto(models, { path, signal, launch: worker.launch }),
    },
    exporting: {
      events: (
        of: AskedPredictor,
        tasks: readonly ExportTask[],
        { check, ...how }: ExportRequest,
        reader?: AbortSignal,
      ) =>
        exports.events(async function* (signal) {
          const checks = check ? await checksFor(of, { runs, datasets, runner, signal }) : undefined;
          yield* exportEvents(networks, of, tasks, { ...how, check: checks, signal });
        }, reader),
    },
    predictions,
    surfaces,
    unfinished,
    close: async (closing?: Closing) => {
      bin.close();
      documents.close();
      kept.close();
      runs.close();
      await Promise.all([
        training.close(closing),
        rangeTest.close(),
        preview.close(),
        predictions.close(),
        surfaces.close(),
        exports.close(),
        reports.close(),
        speeds.close(),
        stepTimes.close(),
        shares.close(),
      ]);
      await Promise.all([executors.close(), mlflow.close()]);
    },
  };
}
