/** The part of main/services that a window can reach. */
import type { CheckpointChoice, Exported } from '../../core/contract';
import type { BinEntry } from '../../core/contract/bin';
import type {
  DatasetInfo,
  Example,
  ExampleRequest,
  ExamplesPage,
  ExamplesRequest,
  Inspection,
  OverviewPiece,
  OverviewRequest,
} from '../../core/contract/datasets';
import type {
  Adopted,
  DocumentEvent,
  DocumentInfo,
  KeptDocument,
  SaveAnswer,
  SaveRequest,
  Tabs,
  TabsChange,
  VersionInfo,
} from '../../core/contract/documents';
import type { DoctorCheck, EngineStatus } from '../../core/contract/engine';
import type { PipelinePreview, PipelinePreviewRequest } from '../../core/contract/preview';
import type { RepairReport } from '../../core/contract/repair';
import type { ReportEvent } from '../../core/contract/report';
import type {
  Ended,
  MemoryEstimate,
  RangeTestEvent,
  RangeTestRequest,
  TrainingEvent,
  TrainingStatus,
} from '../../core/contract/training';
import type { History } from '../../core/edit/history';
import type { GraphDocument } from '../../core/graph/document';
import type { SparseConfusion } from '../../core/study/confusion';
import type { ExportFormat } from '../../core/study/export-format';
import type { ExtensionRate } from '../../core/study/extension';
import type { InputRange } from '../../core/study/inference';
import type { PrecisionSpeeds } from '../../core/study/precision';
import type { RunMetrics, RunRecord } from '../../core/study/run';
import type { DatasetId, StudyRequest, TrainingSettings } from '../../core/study/settings';
import type { Bin } from '../bin';
import type { KeptStore } from '../kept';
import type { TaskOptions } from './streams';

type Awaitable<T> = T | Promise<T>;

export interface HostServices {
  engine: {
    status(): Awaitable<EngineStatus>;
    ensure(options: TaskOptions): Promise<unknown>;
    doctor(): Promise<DoctorCheck[]>;
    trainOnCpu(): Promise<EngineStatus>;
  };
  documents: {
    list(): Awaitable<DocumentInfo[]>;
    read(id: string): Promise<KeptDocument>;
    follow(id: string, signal?: AbortSignal): AsyncIterable<DocumentEvent>;
    create(id: string, document: GraphDocument, history?: History): Promise<SaveAnswer>;
    save(request: SaveRequest): Promise<SaveAnswer>;
    versions(id: string): Promise<VersionInfo[]>;
    version(id: string, version: string): Promise<GraphDocument>;
    moveToBin(id: string, bin: HostServices['bin']): Promise<BinEntry>;
    discard(id: string, bin: HostServices['bin']): Promise<void>;
    adopt(draft: { key: string; text: string }): Promise<Adopted>;
    tabs(): Promise<Tabs>;
    changeTabs(change: TabsChange): Promise<void>;
  };
  datasets: {
    list(): Awaitable<DatasetInfo[]>;
    download(id: DatasetId, options: TaskOptions & { proxy?: string }): Promise<unknown>;
    importFrom(id: DatasetId, path: string, options: TaskOptions): Promise<unknown>;
    generate(
      request: { trainCount: number; valCount: number; seed: number },
      options: TaskOptions,
    ): Promise<unknown>;
    remove(id: DatasetId): Awaitable<void>;
    examples(request: ExamplesRequest): Awaitable<ExamplesPage>;
    example(request: ExampleRequest): Awaitable<Example>;
    inspect(path: string, options: { signal?: AbortSignal }): Awaitable<Inspection>;
    importOwn(own: { path: string; name: string; id?: string }, options: TaskOptions): Promise<unknown>;
  };
  preview: {
    run(request: PipelinePreviewRequest, signal?: AbortSignal): Promise<PipelinePreview>;
  };
  reports: {
    report(id: DatasetId, signal?: AbortSignal): AsyncIterable<ReportEvent>;
    overview(request: OverviewRequest): Promise<OverviewPiece | undefined>;
    cancel(id: DatasetId): Promise<void>;
  };
  training: {
    start(request: StudyRequest): Awaitable<{ studyId: string; runIds: string[] }>;
    stop(what: Ended): Awaitable<void>;
    pause(what: Ended): Awaitable<void>;
    resume(runIds: readonly string[]): Awaitable<void>;
    extend(runId: string, epochs: number, rate: ExtensionRate): Awaitable<void>;
    restart(
      runId: string,
      checkpoint: CheckpointChoice,
      settings: TrainingSettings,
    ): Awaitable<{ studyId: string; runIds: string[] }>;
    status(): Awaitable<TrainingStatus>;
    events(): AsyncIterable<TrainingEvent>;
  };
  unfinished: {
    list(): Promise<RunRecord[]>;
    forget(): Promise<void>;
  };
  rangeTest: {
    run(request: RangeTestRequest, signal?: AbortSignal): AsyncIterable<RangeTestEvent>;
  };
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
  runs: {
    list(): Awaitable<RunRecord[]>;
    metrics(id: string): Awaitable<RunMetrics>;
    confusion(id: string, epoch: number): Awaitable<SparseConfusion | undefined>;
    graph(id: string): Awaitable<GraphDocument>;
    remove(id: string): Awaitable<void>;
    moveToBin(id: string, bin: HostServices['bin']): Promise<BinEntry>;
    repair(id: string): Awaitable<RepairReport>;
  };
  kept: Pick<KeptStore, 'load' | 'change' | 'events' | 'theme'>;
  bin: Pick<Bin, 'list' | 'restore' | 'remove' | 'empty' | 'move' | 'contentOf'>;
  exporting: {
    exportRun(
      runId: string,
      format: ExportFormat,
      path?: string,
      options?: {
        checkpoint?: CheckpointChoice | undefined;
        inputRange?: InputRange | undefined;
        force?: boolean;
      },
    ): Promise<Exported>;
  };
}
