/** Trains studies: one queue of runs at a time, each run in a worker process of its own. */
import type { CheckpointChoice } from '../../../core/contract';
import type { Progress } from '../../../core/contract/engine';
import type { Ended, TrainingEvent, TrainingStatus } from '../../../core/contract/training';
import type { GraphDocument } from '../../../core/graph/document';
import type { ExtensionRate } from '../../../core/study/extension';
import type { RunRecord } from '../../../core/study/run';
import type { StudyRequest, TrainingSettings } from '../../../core/study/settings';
import { EventHub } from '../../basics/event-hub';
import { refuse } from '../../basics/refusal';
import type { DatasetManifest } from '../../datasets/store';
import { type DeviceMemory, deviceMemory } from '../../engine';
import type { Engine } from '../../engine/types';
import type { Every } from '../../processes/watchdog';
import { belongingOf } from '../../runs/binding';
import { ACTIVE } from '../../runs/records';
import type { Ending } from '../../runs/requests';
import { estimateRun } from '../estimate/estimate';
import type { LaunchWorker } from '../protocol/messages';
import { withBatchThatFits } from './out-of-memory';
import { environmentOf, type Plan, type PlanOptions, planRestart, planResume, planStudy } from './plan';
import type { PrecisionSpeedsService } from './precision-speeds';
import { RunQueue, type TrainTask } from './queue';
import { restartsWaitingAt } from './reopen';
import { type Outcome, superviseWorker } from './supervise';
import type { Unfinished } from './unfinished';
import { checkSameImages } from './validate';

export interface TrainingOptions extends PlanOptions {
  ensureEngine(options: { onProgress(progress: Progress): void; signal: AbortSignal }): Promise<Engine>;
  launch: LaunchWorker;
  /** The bundled worker.ts. */
  entry: string;
  deviceMemory?(): Promise<DeviceMemory>;
  /** Measures the speed of precisions; without it `auto` is float32. */
  speeds?: Pick<PrecisionSpeedsService, 'measure'>;
  /** By a range test, for one; none is by default. */
  isDeviceTaken?(): boolean;
  /** Milliseconds that the worker gets to write a checkpoint when the app is closed. */
  closingGrace?: number;
  /** Where it is noted what a closing app leaves unfinished. */
  unfinished?: Pick<Unfinished, 'note'>;
  /** The clock of the watchdog. */
  every?: Every;
}

export interface Closing {
  /** What trains is paused, as the person wished; otherwise it counts as interrupted. Either goes on where it was. */
  pause?: boolean;
  /** Milliseconds that the worker gets to write a checkpoint. */
  grace?: number;
}

/** A step of a large network, and its checkpoint on a slow disk. */
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
   * Queues every arm with every seed and begins with the first.
   * @throws Refusal while another study trains, and when an arm or the data set is not fit for training.
   */
  start(request: StudyRequest): Promise<Queued> {
    return this.begin(() => planStudy(this.planning, request));
  }

  /**
   * Goes on with runs that have ended, each where its newest checkpoint left it.
   * @throws Refusal while another study trains, for a finished run, when the data set is another, and when a
   *   checkpoint is damaged.
   */
  async resume(runIds: readonly string[]): Promise<void> {
    await this.begin(() => planResume(this.planning, runIds));
  }

  /** As `resume`, with so many more epochs. @param rate what becomes of the learning rate. */
  async extend(runId: string, epochs: number, rate: ExtensionRate = { type: 'keep' }): Promise<void> {
    await this.begin(() => planResume(this.planning, [runId], { epochs, rate }));
  }

  /**
   * A new run of the same network that begins with a checkpoint's weights, under other settings.
   * @throws Refusal as `start`, and when there is no such checkpoint.
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

  /** Until the function that this resolves to is called, no other images take the place of those of the plan. */
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
    await runs.writeEnvironment(id, environmentOf(this.options, settings, engine));
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
        launched: (pid) => runs.noteWorker(id, pid),
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
    // An estimate of what a GPU takes may be wrong: the images make way first.
    if (outcome.outOfMemory && holdsImages && !task.stop.aborted && !task.kill.aborted) {
      const phase = 'starting again, with the images in the memory of the machine';
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
   * Ends what is named at its next batch, with a checkpoint, in whichever process it is trained: a run under way with
   * those behind it, a run that waits alone, all of a study. Resolves when it has ended.
   * @param what everything that this process trains where left out.
   * @throws Refusal when nothing trains it, or its process does not answer.
   */
  stop(what?: Ended): Promise<void> {
    return this.end(what, 'stopped');
  }

  /** As `stop`, but running and queued ones alike are put aside for `resume`. */
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

  /** A study of another process. */
  private async endElsewhere(studyId: string, as: Ending): Promise<void> {
    const { runs } = this.options;
    const isActive = (run: RunRecord) => run.studyId === studyId && ACTIVE.has(run.state);
    const active = (await runs.list()).filter(isActive);
    if (active.length === 0) refuse('training.nothingActive');
    // The one under way takes the others along.
    active.sort((a, b) => Number(a.state === 'queued') - Number(b.state === 'queued'));
    for (const { id } of active) if (isActive(await runs.get(id))) await runs.endActive(id, as);
  }

  /** A study trains, or is about to. */
  get busy(): boolean {
    return this.active || this.preparing;
  }

  status(): TrainingStatus {
    const { studyId, queue, active } = this;
    return studyId !== undefined && queue ? { studyId, active, runs: queue.runs } : { active, runs: [] };
  }

  /** Everything from this call on: subscribe first, then ask for the status. */
  events(signal?: AbortSignal): AsyncIterableIterator<TrainingEvent, undefined> {
    return this.hub.subscribe(signal);
  }

  /** Ends the worker, asking first, and all streams of events. What had not finished is offered at the next start. */
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
