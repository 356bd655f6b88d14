/** Everything the hosts and the CLI work with. */
import { messageOf } from '../../core/basics/errors';
import type { Exported } from '../../core/contract';
import type { DoctorCheck, EngineStatus } from '../../core/contract/engine';
import { selectableOf } from '../../core/contract/selectable-set';
import type { MemoryEstimate } from '../../core/contract/training';
import type { GraphDocument } from '../../core/graph/document';
import type { ExportFormat } from '../../core/study/export-format';
import type { PrecisionSpeeds } from '../../core/study/precision';
import type { TrainingSettings } from '../../core/study/settings';
import { binRoot, datasetsRoot, documentsRoot, keptRoot, runsRoot, speedsRoot } from '../basics/paths';
import { Bin } from '../bin';
import { DatasetStore } from '../datasets';
import { type ReportService, reportService } from '../datasets/report';
import { countsOf, planOf } from '../datasets/selection';
import { doctor } from '../doctor';
import { DocumentStore } from '../documents/store';
import {
  deviceMemory,
  engineStatus,
  ensureEngine,
  findEngine,
  type ProvisionOptions,
  trainOnCpu,
} from '../engine';
import { SpeedCache } from '../engine/speed-cache';
import type { Engine } from '../engine/types';
import { type ExportOptions, exportRun } from '../exporting';
import { KeptStore } from '../kept';
import { type LaunchProcess, launchProcess, workerEntry } from '../processes/launch';
import { RunStore } from '../runs/store';
import { estimateMemory } from '../training/estimate/estimate';
import { PrecisionSpeedsService } from '../training/host/precision-speeds';
import { PreviewService } from '../training/host/preview';
import { RangeTestService } from '../training/host/range-test';
import { settledPrecision } from '../training/host/settled-precision';
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
  /** Bundle of main/datasets/report/worker.ts; likewise. */
  reportEntry?: string;
  /** Default: main/basics/paths.ts, as for the other folders. */
  runsRoot?: string;
  documentsRoot?: string;
  datasetsRoot?: string;
  binRoot?: string;
  keptRoot?: string;
  speedsRoot?: string;
  /** Called with each run folder that cannot be read. */
  warn?: (message: string) => void;
}

export interface Services {
  engine: {
    status(): Promise<EngineStatus>;
    ensure(options?: ProvisionOptions): Promise<Engine>;
    doctor(): Promise<DoctorCheck[]>;
    trainOnCpu(): Promise<EngineStatus>;
  };
  documents: DocumentStore;
  datasets: DatasetStore;
  reports: ReportService;
  runs: RunStore;
  bin: Bin;
  kept: KeptStore;
  training: TrainingService;
  rangeTest: RangeTestService;
  preview: PreviewService;
  memory: {
    /** @throws GraphError when the network cannot be trained on the data set's images; Refusal for an impossible choice. */
    estimate(graph: GraphDocument, settings: TrainingSettings): Promise<MemoryEstimate>;
  };
  precision: {
    /**
     * What is known of the speed of precisions for these networks together; undefined where nothing is.
     * @param measure now, where it has not been done and the device is free.
     */
    speeds(
      graphs: readonly GraphDocument[],
      measure: boolean,
      signal?: AbortSignal,
    ): Promise<PrecisionSpeeds | undefined>;
  };
  exporting: {
    exportRun(id: string, format: ExportFormat, path?: string, options?: ExportOptions): Promise<Exported>;
  };
  /** What was being trained when Skipwire ended the last time. */
  unfinished: Unfinished;
  /** Ends a running worker, if any. */
  close(closing?: Closing): Promise<void>;
}

/** Marks runs of dead processes as interrupted before it resolves. */
export async function createServices(options: ServicesOptions): Promise<Services> {
  const { host, version, warn = console.warn } = options;
  const runs = new RunStore({
    root: options.runsRoot ?? runsRoot(),
    app: host,
    report: ({ folder, reason }) => warn(`${folder} is passed over. ${reason}`),
  });
  const bin = new Bin({ root: options.binRoot ?? binRoot() });
  const documents = new DocumentStore({ root: options.documentsRoot ?? documentsRoot() });
  const kept = new KeptStore({ root: options.keptRoot ?? keptRoot(), warn });
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
  const unfinished = new Unfinished(runs);
  const training: TrainingService = new TrainingService({
    ...worker,
    runs,
    speeds,
    unfinished,
    app: { version, host },
    isDeviceTaken: () => rangeTest.active,
  });
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
  const [recovered] = await Promise.all([runs.recover(), documents.sweep(), kept.sweep()]);
  await unfinished.note(recovered.map(({ id }) => id));
  if (host !== 'cli') {
    void bin.keepPurged((error) => warn(`The bin could not be tidied up. ${messageOf(error)}`));
  }
  return {
    engine: { status: engineStatus, ensure: ensureEngine, doctor, trainOnCpu },
    documents,
    datasets,
    reports,
    runs,
    bin,
    kept,
    training,
    rangeTest,
    preview,
    memory: {
      estimate: async (graph, settings) => {
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
      },
    },
    precision: {
      speeds: async (graphs, measure, signal) => {
        const engine = await findEngine();
        if (!engine) return undefined;
        const free = !training.busy && !rangeTest.active;
        return measure && free ? speeds.measure(graphs, engine, signal) : speeds.known(graphs, engine);
      },
    },
    exporting: {
      exportRun: (id, format, path, how) => exportRun(runs, id, format, path, how),
    },
    unfinished,
    close: async (closing) => {
      bin.close();
      documents.close();
      kept.close();
      await Promise.all([
        training.close(closing),
        rangeTest.close(),
        preview.close(),
        reports.close(),
        speeds.close(),
      ]);
    },
  };
}
