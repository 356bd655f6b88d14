/** The part of main/services that a window can reach. */
import type { DoctorCheck, EngineStatus } from '../../core/contract/engine';
import type { ExportEvent } from '../../core/contract/exporting';
import type { ModelInfo } from '../../core/contract/models';
import type { AskedPredictor } from '../../core/contract/predict';
import type { MemoryEstimate } from '../../core/contract/training';
import type { GraphDocument } from '../../core/graph/document';
import type { ImportReport } from '../../core/study/import-report';
import type { PrecisionSpeeds } from '../../core/study/precision';
import type { TrainingSettings } from '../../core/study/settings';
import type { Bin } from '../bin';
import type { DatasetStore } from '../datasets';
import type { ReportService } from '../datasets/report';
import type { DocumentStore } from '../documents/store';
import type { KnownPlaces } from '../executors/known-places';
import type { ExportRequest, ExportTask } from '../exporting';
import type { KeptStore } from '../kept';
import type { MlflowLogging } from '../mlflow/logging';
import type { ModelStore } from '../models/store';
import type { PredictionService } from '../predicting/service';
import type { StudyReports } from '../reporting';
import type { RunStore } from '../runs/store';
import type { StudyService } from '../studies';
import type { SurfaceService } from '../surface/service';
import type { PreviewService } from '../training/host/preview';
import type { QueueControl } from '../training/host/queue-control';
import type { RangeTestService } from '../training/host/range-test';
import type { TrainingService } from '../training/host/trainer';
import type { Unfinished } from '../training/host/unfinished';
import type { TaskOptions } from './streams';

type Import = 'download' | 'importFrom' | 'generate' | 'importOwn';

export interface HostServices {
  engine: {
    status(): Promise<EngineStatus>;
    ensure(options: TaskOptions): Promise<unknown>;
    doctor(): Promise<DoctorCheck[]>;
    trainOnCpu(): Promise<EngineStatus>;
    chooseDevice(device: string): Promise<EngineStatus>;
  };
  documents: Omit<DocumentStore, 'root' | 'restore' | 'sweep' | 'close'>;
  datasets: Pick<DatasetStore, Import | 'list' | 'remove' | 'examples' | 'example' | 'inspect'>;
  preview: Pick<PreviewService, 'run'>;
  reports: Pick<ReportService, 'report' | 'overview' | 'cancel'>;
  surfaces: Pick<SurfaceService, 'events' | 'kept'>;
  training: Pick<
    TrainingService,
    'start' | 'resume' | 'extend' | 'restart' | 'stop' | 'pause' | 'status' | 'events'
  >;
  queue: Pick<QueueControl, keyof QueueControl>;
  unfinished: Pick<Unfinished, 'list' | 'forget'>;
  rangeTest: Pick<RangeTestService, 'run'>;
  precision: {
    speeds(
      graphs: readonly GraphDocument[],
      measure: boolean,
      signal?: AbortSignal,
    ): Promise<PrecisionSpeeds | undefined>;
  };
  memory: {
    estimate(graph: GraphDocument, settings: TrainingSettings): Promise<MemoryEstimate>;
  };
  runs: Pick<
    RunStore,
    | 'annotate'
    | 'annotations'
    | 'changes'
    | 'list'
    | 'metrics'
    | 'confusion'
    | 'log'
    | 'graph'
    | 'remove'
    | 'moveToBin'
    | 'repair'
  >;
  studies: Pick<
    StudyService,
    'list' | 'get' | 'save' | 'remove' | 'resolve' | 'check' | 'plan' | 'measure' | 'start'
  >;
  studyReports: Pick<StudyReports, 'write'>;
  mlflow: Pick<MlflowLogging, 'environment' | 'check'>;
  places: Pick<KnownPlaces, 'list' | 'check'>;
  kept: Pick<KeptStore, 'load' | 'change' | 'events' | 'theme'>;
  bin: Pick<Bin, 'list' | 'restore' | 'remove' | 'empty' | 'move' | 'contentOf'>;
  predictions: Pick<PredictionService, 'files' | 'images' | 'split' | 'gradCam'>;
  models: Pick<ModelStore, 'list' | 'document' | 'report' | 'setPixels' | 'moveToBin'>;
  importing: {
    importModel(path: string, signal?: AbortSignal): Promise<{ model: ModelInfo; report: ImportReport }>;
  };
  exporting: {
    events(
      of: AskedPredictor,
      tasks: readonly ExportTask[],
      request: ExportRequest,
      signal?: AbortSignal,
    ): AsyncIterable<ExportEvent>;
  };
}
