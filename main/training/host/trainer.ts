/** Trains studies: one queue of runs at a time, each run in a worker process. */
import type { CheckpointChoice } from '../../../core/contract/checkpoint-choice';
import type { Progress } from '../../../core/contract/engine';
import type { Ended, TrainingEvent, TrainingStatus } from '../../../core/contract/training';
import type { GraphDocument } from '../../../core/graph/document';
import { message } from '../../../core/messages';
import type { ExtensionRate } from '../../../core/study/extension';
import type { RunRecord } from '../../../core/study/run';
import type { StudyRequest, TrainingSettings } from '../../../core/study/settings';
import { EventHub } from '../../basics/event-hub';
import { refuse } from '../../basics/refusal';
import type { DatasetManifest } from '../../datasets/storage/store';
import { type DeviceMemory, deviceMemory } from '../../engine';
import type { Engine } from '../../engine/types';
import type { Every } from '../../processes/watchdog';
import { belongingOf } from '../../runs/binding';
import { describeEnvironment } from '../../runs/environment';
import { ACTIVE } from '../../runs/records';
import type { Ending } from '../../runs/requests';
import { estimateRun } from '../estimate/estimate';
import type { LaunchWorker } from '../protocol/messages';
import { withBatchThatFits } from './out-of-memory';
import { type Plan, type PlanOptions, planRestart, planResume, planStudy } from './plan';
import type { PrecisionSpeedsService } from './precision-speeds';
import { RunQueue, type TrainTask } from './queue';
import { restartsWaitingAt } from './reopen';
import { type Outcome, superviseWorker } from './supervise';
import type { Unfinished } from './unfinished';
import { checkSameImages } from './validate';

export interface TrainingOptions extends PlanOptions {
  ensureEngine(options: { onProgress(progress: Progress): void; signal: AbortSignal }): Promise<Engine>;
  launch: LaunchWorker;
  entry: string;
  deviceMemory?(): Promise<DeviceMemory>;
  /** Without it `auto` is float32. */
  speeds?: Pick<PrecisionSpeedsService, 'measure'>;
  /** For example by a range test. */
  isDeviceTaken?(): boolean;
  /** Milliseconds for the worker's checkpoint when the app closes. */
  closingGrace?: number;
  unfinished?: Pick<Unfinished, 'note'>;
  /** The watchdog's clock. */
  every?: Every;
}

export interface Closing {
  /** Runs become paused, not interrupted. Both can be resumed. */
  pause?: boolean;
  /** Milliseconds for the worker's checkpoint. */
  grace?: number;
}

/** Enough for a step of a large network and its checkpoint on a slow disk. */
const CLOSING_GRACE = 10_000;

export interface Queued {
  studyId: string;
  runIds: string[];
}

export class TrainingService {
  private readonly hub = new EventHub<TrainingEvent>({
    isDroppable: ({ type }) => ['step', 'statistics', 'validating', 'testing', 'progress'].includes(type),
  });
  private studyId: string | undefined;
  private queue: RunQueue | undefined;
  /** Resolves when the queue is done and its images are free again. */
  private ended: Promise<void> | undefined;
  private preparing = false;
  private active = false;
  private closing = false;

  constructor(private readonly options: TrainingOptions) {}

  /**
   * Queues every arm with every seed.
   * @throws Refusal if another study trains, or an arm or the data set cannot be trained.
   */
  start(request: StudyRequest): Promise<Queued> {
    return this.begin(() => planStudy(this.planning, request));
  }

  /**
   * Resumes ended runs from their newest checkpoints.
   * @throws Refusal if another study trains, a run has finished, its data set has changed or its checkpoint is damaged.
   */
  async resume(runIds: readonly string[]): Promise<void> {
    await this.begin(() => planResume(this.planning, runIds));
  }

  /** As `resume`, with more epochs. */
  async extend(runId: string, epochs: number, rate: ExtensionRate = { type: 'keep' }): Promise<void> {
    await this.begin(() => planResume(this.planning, [runId], { epochs, rate }));
  }

  /**
   * A new run with a checkpoint's weights and other settings.
   * @throws Refusal as `start`, and if there is no such checkpoint.
   */
  restart(runId: string, which: CheckpointChoice, settings: TrainingSettings): Promise<Queued> {
    return this.begin(() => planRestart(this.planning, runId, which, settings));
  }

  private get planning(): PlanOptions {
    const onProgress = (progress: Progress) => this.hub.emit({ type: 'progress', runId: '', progress });
    return { ...this.options, onProgress };
  }

  private async begin(plan: () => Promise<Plan>): Promise<Queued> {
    if (this.closing) refuse('training.busy.closing');
    if (this.active || this.preparing) {
      refuse('training.busy.study');
    }
    if (this.options.isDeviceTaken?.()) {
      refuse('training.busy.rangeTest');
    }
    this.preparing = true;
    try {
      const planned = await plan();
      const unused = await this.use(planned);
      this.studyId = planned.studyId;
      this.active = true;
      const queue = new RunQueue(planned, {
        runs: this.options.runs,
        emit: (event) => this.hub.emit(event),
        engine: (runId, signal) => this.engine(runId, signal),
        speeds: async (...networks) => this.options.speeds?.measure(...networks),
        train: (task) => this.train(task),
      });
      this.queue = queue;
      if (this.closing) queue.close('interrupted');
      this.ended = queue.done.then(async () => {
        await unused();
        this.active = false;
        this.hub.emit({ type: 'idle' });
      });
      return { studyId: planned.studyId, runIds: planned.runs.map((run) => run.id) };
    } finally {
      this.preparing = false;
    }
  }

  /** Prevents replacing the plan's images until the returned function is called. */
  private async use({ runs, manifests }: Plan): Promise<() => Promise<void>> {
    const { datasets } = this.options;
    const uses = [...manifests.keys()].map((dataset) => {
      const theirs = runs.filter(({ settings }) => settings.dataset === dataset);
      return datasets.use(
        dataset,
        theirs.map(({ id }) => `run "${id}"`),
      );
    });
    const ends = await Promise.all(uses);
    return async () => {
      for (const end of ends) await end();
    };
  }

  private engine(runId: string, signal: AbortSignal): Promise<Engine> {
    return this.options.ensureEngine({
      onProgress: (progress) => this.hub.emit({ type: 'progress', runId, progress }),
      signal,
    });
  }

  private async train({ run, plan, engine, ...task }: TrainTask): Promise<Outcome> {
    const { runs, datasets, launch, entry, every } = this.options;
    const { id, settings } = run;
    const graph = plan.graphs.get(id);
    const before = plan.manifests.get(settings.dataset);
    if (!graph || !before) throw new Error(`Run "${id}" has no graph or no data set.`);
    await runs.writeEnvironment(id, describeEnvironment(this.options.app, settings, engine));
    checkSameImages(run, await datasets.identity(settings.dataset));
    const folder = runs.folder(id);
    const attempt = (residentImages: boolean) =>
      superviseWorker({
        ...task,
        launch,
        entry,
        every,
        env: engine.env,
        logFile: folder.log,
        launched: (pid) => runs.owned.noteWorker(id, pid),
        job: {
          runFolder: folder.path,
          graph,
          settings,
          engine,
          datasetFolder: datasets.folder(settings.dataset),
          belonging: belongingOf(run, graph),
          ...(run.split?.digest === undefined ? {} : { datasetDigest: run.split.digest }),
          restartsWaitingAt: restartsWaitingAt(run),
          ...(residentImages ? { residentImages } : {}),
        },
      });
    const holdsImages = await this.holdsImages(graph, settings, before, engine);
    let outcome = await attempt(holdsImages);
    // The estimate was wrong: try without images on the GPU.
    if (outcome.outOfMemory && holdsImages && !task.stop.aborted && !task.kill.aborted) {
      const phase = message('training.phase.imagesInMemory');
      this.hub.emit({ type: 'progress', runId: id, progress: { phase } });
      outcome = await attempt(false);
    }
    if (!outcome.outOfMemory) return outcome;
    const { available } = await this.deviceMemory();
    return withBatchThatFits(outcome, graph, settings, before, available);
  }

  private async holdsImages(
    graph: GraphDocument,
    settings: TrainingSettings,
    manifest: DatasetManifest,
    { device }: Engine,
  ): Promise<boolean> {
    if (device !== 'gpu') return false;
    const memory = await this.deviceMemory();
    return (await estimateRun(graph, settings, manifest, memory)).residentImages !== undefined;
  }

  private deviceMemory(): Promise<DeviceMemory> {
    return (this.options.deviceMemory ?? deviceMemory)();
  }

  /**
   * Ends a run or study at its next batch with a checkpoint, whichever process trains it; resolves when it has ended.
   * The current run ends those waiting behind it.
   * @param what default: everything this process trains.
   * @throws Refusal if nothing trains it, or its process does not answer.
   */
  stop(what?: Ended): Promise<void> {
    return this.end(what, 'stopped');
  }

  /** As `stop`, but the runs can be resumed. */
  pause(what?: Ended): Promise<void> {
    return this.end(what, 'paused');
  }

  private async end(what: Ended | undefined, as: Ending): Promise<void> {
    const { queue } = this;
    if (!what || ('studyId' in what && this.active && what.studyId === this.studyId)) {
      queue?.end(as);
      await this.ended;
    } else if ('runId' in what) {
      if (queue?.has(what.runId)) await queue.endRun(what.runId, as);
      else await this.options.runs.end(what.runId, as);
    } else await this.endElsewhere(what.studyId, as);
  }

  private async endElsewhere(studyId: string, as: Ending): Promise<void> {
    const { runs } = this.options;
    const isActive = (run: RunRecord) => run.studyId === studyId && ACTIVE.has(run.state);
    const active = (await runs.list()).filter(isActive);
    if (active.length === 0) refuse('training.nothingActive');
    // First the current run, which ends the others.
    active.sort((a, b) => Number(a.state === 'queued') - Number(b.state === 'queued'));
    for (const { id } of active) if (isActive(await runs.get(id))) await runs.endActive(id, as);
  }

  /** Training or about to. */
  get busy(): boolean {
    return this.active || this.preparing;
  }

  status(): TrainingStatus {
    const { studyId, queue, active } = this;
    return studyId !== undefined && queue ? { studyId, active, runs: queue.runs } : { active, runs: [] };
  }

  /** Subscribe first, then ask for the status. */
  events(signal?: AbortSignal): AsyncIterableIterator<TrainingEvent, undefined> {
    return this.hub.subscribe(signal);
  }

  /** Ends the worker and all event streams. Unfinished runs are offered at the next start. */
  async close({
    pause = false,
    grace = this.options.closingGrace ?? CLOSING_GRACE,
  }: Closing = {}): Promise<void> {
    this.closing = true;
    const { queue } = this;
    if (queue && this.active) {
      const open = queue.runs.filter(({ state }) => ACTIVE.has(state));
      const noted = this.options.unfinished?.note(open.map(({ id }) => id));
      queue.close(pause ? 'paused' : 'interrupted');
      const timer = setTimeout(() => queue.kill(), grace);
      await Promise.all([this.ended, noted]);
      clearTimeout(timer);
    }
    this.hub.close();
  }
}
