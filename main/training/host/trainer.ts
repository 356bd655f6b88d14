/** Trains studies: one queue of runs at a time, each run in a worker process. */
import type { CheckpointChoice } from '../../../core/contract/checkpoint-choice';
import type { Progress } from '../../../core/contract/engine';
import type { Ended, TrainingEvent, TrainingStatus } from '../../../core/contract/training';
import type { ExtensionRate } from '../../../core/study/extension';
import type { RunRecord } from '../../../core/study/run';
import type { StudyRequest, TrainingSettings } from '../../../core/study/settings';
import { EventHub } from '../../basics/event-hub';
import { refuse } from '../../basics/refusal';
import { ACTIVE } from '../../runs/records';
import type { Ending } from '../../runs/requests';
import type { Lane } from './lane';
import { LocalLane, type LocalLaneOptions } from './local-lane';
import { type Plan, type PlanOptions, planRestart, planResume, planStudy } from './plan';
import { RunQueue } from './queue';
import type { Unfinished } from './unfinished';

export interface TrainingOptions extends PlanOptions, Omit<LocalLaneOptions, keyof PlanOptions> {
  /** For example by a range test. */
  isDeviceTaken?(): boolean;
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
  private studyId: string | undefined;
  private queue: RunQueue | undefined;
  /** Resolves when the queue is done and its images are free again. */
  private ended: Promise<void> | undefined;
  private preparing = false;
  private active = false;
  private closing = false;

  private readonly lane: Lane;

  constructor(private readonly options: TrainingOptions) {
    this.lane = new LocalLane(options);
  }

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
        lane: this.lane,
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
