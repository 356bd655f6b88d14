/** Trains studies: their runs go into one queue. */
import type { CheckpointChoice } from '../../../core/contract/checkpoint-choice';
import type { Progress } from '../../../core/contract/engine';
import { MOST_FAILURES } from '../../../core/contract/queue';
import type { Ended, TrainingEvent, TrainingStatus } from '../../../core/contract/training';
import type { ExtensionRate } from '../../../core/study/extension';
import { LOCAL, type RunRecord } from '../../../core/study/run';
import type { StudyRequest, TrainingSettings } from '../../../core/study/settings';
import { EventHub } from '../../basics/event-hub';
import { refuse } from '../../basics/refusal';
import { ACTIVE } from '../../runs/records';
import type { Ending, Requested } from '../../runs/requests';
import type { Lane } from './lane';
import { LocalLane, type LocalLaneOptions } from './local-lane';
import { type Plan, type PlanOptions, planRestart, planResume, planStudy } from './plan';
import { RunQueue } from './queue';
import { QueueFile, withPlaces } from './queue-file';
import type { Unfinished } from './unfinished';

export interface TrainingOptions extends PlanOptions, Omit<LocalLaneOptions, keyof PlanOptions> {
  /** Other lanes than this machine; the same object for the same id. @throws Refusal if there is none of this id. */
  lane?(id: string): Lane;
  /** How often a run whose worker dies is tried; default: MOST_FAILURES. */
  attempts?: number | undefined;
  /** For example by a range test. */
  isDeviceTaken?(): boolean;
  /** Ends what gives way to a study on this machine; resolves when the device is free. */
  freeDevice?(): Promise<void>;
  /** Milliseconds for the worker's checkpoint when the app closes. */
  closingGrace?: number;
  unfinished?: Pick<Unfinished, 'note'>;
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
  /** The order of training. */
  readonly file: QueueFile;
  private readonly local: LocalLane;
  private readonly queue: RunQueue;
  /** How many plans are being made. */
  private planning = 0;
  private closing = false;
  private studyId: string | undefined;

  constructor(private readonly options: TrainingOptions) {
    const { runs, attempts = MOST_FAILURES } = options;
    const file = new QueueFile(runs.root);
    this.file = file;
    this.local = new LocalLane(options, () => file.order.slots);
    this.queue = new RunQueue({
      runs,
      file,
      attempts,
      emit: (event) => {
        if (event.type === 'idle') this.local.idle();
        this.hub.emit(event);
      },
      lane: (id) => this.laneOf(id),
      again: (id) => planResume(this.planOptions, [id]),
      wanted: (ids) =>
        // Asked for once: a refusal stays with the person who asked.
        void this.resume(ids).catch(() =>
          file.change((order) => withPlaces(order, ids)).catch(() => undefined),
        ),
    });
  }

  private laneOf(id: string): Lane {
    if (id === LOCAL) return this.local;
    return this.options.lane?.(id) ?? refuse('queue.noLane', { id });
  }

  /**
   * Queues every arm with every seed.
   * @param lanes where they may be trained; absent: on this machine.
   * @throws Refusal if an arm or the data set cannot be trained, or there is no such lane.
   */
  start(request: StudyRequest, lanes?: readonly string[]): Promise<Queued> {
    return this.begin(() => planStudy(this.planOptions, request), lanes);
  }

  /**
   * Resumes ended runs from their newest checkpoints. One that may still be training at another place is ended there first.
   * @param lanes where they may be trained; absent: where they were.
   * @param abandon leaves them to train there
   * @throws Refusal if a run has finished, its data set has changed or its checkpoint is damaged.
   */
  async resume(
    runIds: readonly string[],
    lanes?: readonly string[],
    { abandon = false }: { abandon?: boolean | undefined } = {},
  ): Promise<void> {
    const plan = async () => {
      const planned = await planResume(this.planOptions, runIds);
      return abandon ? { ...planned, leftAt: new Map() } : planned;
    };
    await this.begin(plan, lanes);
  }

  /** As `resume`, with more epochs. */
  async extend(runId: string, epochs: number, rate: ExtensionRate = { type: 'keep' }): Promise<void> {
    await this.begin(() => planResume(this.planOptions, [runId], { epochs, rate }));
  }

  /**
   * A new run with a checkpoint's weights and other settings.
   * @throws Refusal as `start`, and if there is no such checkpoint.
   */
  restart(runId: string, which: CheckpointChoice, settings: TrainingSettings): Promise<Queued> {
    return this.begin(() => planRestart(this.planOptions, runId, which, settings));
  }

  private get planOptions(): PlanOptions {
    const onProgress = (progress: Progress) => this.hub.emit({ type: 'progress', runId: '', progress });
    return { ...this.options, onProgress };
  }

  private async begin(plan: () => Promise<Plan>, lanes?: readonly string[]): Promise<Queued> {
    if (this.closing) refuse('training.busy.closing');
    if (this.options.isDeviceTaken?.()) refuse('training.busy.rangeTest');
    const { runs } = this.options;
    for (const id of lanes ?? []) this.laneOf(id);
    this.planning++;
    try {
      const planned = await plan();
      if (planned.runs.some(({ where }) => (lanes ?? [where ?? LOCAL]).includes(LOCAL)))
        await this.options.freeDevice?.();
      const unused = await this.use(planned);
      const ids = planned.runs.map(({ id }) => id);
      await this.file.change((order) => withPlaces(order, ids, lanes)).catch(() => undefined);
      // A person has looked at them.
      const fresh = planned.runs.map((run) =>
        run.failures ? runs.update(run.id, { failures: undefined }) : run,
      );
      if ((lanes ?? [LOCAL]).includes(LOCAL)) {
        await this.local.weigh(
          planned.runs.map((run) => ({
            run,
            graph: planned.graphs.get(run.id)!,
            manifest: planned.manifests.get(run.settings.dataset)!,
          })),
        );
      }
      if (!this.queue.active) this.studyId = planned.studyId;
      this.queue.add({ ...planned, runs: await Promise.all(fresh) }, unused);
      this.queue.changed();
      return { studyId: planned.studyId, runIds: ids };
    } finally {
      this.planning--;
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

  /**
   * Ends a run or study at its next batch with a checkpoint, whichever process trains it; resolves when it has ended.
   * A run in training ends the others of its study; one that waits ends alone.
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
    if (!what) await queue.end(as);
    else if ('runId' in what) {
      if (queue.has(what.runId)) await queue.endRun(what.runId, { as });
      else await this.options.runs.end(what.runId, { as });
    } else if (queue.hasStudy(what.studyId)) await queue.end(as, (run) => run.studyId === what.studyId);
    else await this.endElsewhere(what.studyId, as);
  }

  private async endElsewhere(studyId: string, as: Ending): Promise<void> {
    const { runs } = this.options;
    const isActive = (run: RunRecord) => run.studyId === studyId && ACTIVE.has(run.state);
    const active = (await runs.list()).filter(isActive);
    if (active.length === 0) refuse('training.nothingActive');
    // First one in training, which ends the others.
    active.sort((a, b) => Number(a.state === 'queued') - Number(b.state === 'queued'));
    for (const { id } of active) if (isActive(await runs.get(id))) await runs.endActive(id, { as });
  }

  /** Training or about to. */
  get busy(): boolean {
    return this.queue.active || this.planning > 0;
  }

  /** Whether this process trains the run or will. */
  has(runId: string): boolean {
    return this.queue.has(runId);
  }

  /** One that this process has. Resolves when it has ended. */
  endRun(runId: string, asked: Requested): Promise<void> {
    return this.queue.endRun(runId, asked);
  }

  /** The order or the number of slots in `file` was changed by this process. */
  orderChanged(): void {
    this.queue.changed();
  }

  /** How many runs are trained at once on this machine. */
  slots(): number {
    return this.local.slots();
  }

  /** The runs are those of its study. */
  status(): TrainingStatus {
    const { active, records } = this.queue;
    const trained = records.find(({ state }) => state === 'preparing' || state === 'running');
    const studyId = (trained ?? records.find(({ state }) => ACTIVE.has(state)))?.studyId ?? this.studyId;
    if (studyId === undefined) return { active, runs: [] };
    return { studyId, active, runs: records.filter((run) => run.studyId === studyId) };
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
    if (queue.active) {
      const open = queue.records.filter(({ state }) => ACTIVE.has(state));
      const noted = this.options.unfinished?.note(open.map(({ id }) => id));
      const ended = queue.close(pause ? 'paused' : 'interrupted');
      const timer = setTimeout(() => queue.kill(), grace);
      await Promise.all([ended, noted]);
      clearTimeout(timer);
    }
    this.hub.close();
  }
}
