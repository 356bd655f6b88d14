/** What a person does with the queue, whichever process trains its runs. */
import { MOST_FAILURES, type Queue } from '../../../core/contract/queue';
import type { RunRecord } from '../../../core/study/run';
import { Refusal, refuse } from '../../basics/refusal';
import { livingOwner } from '../../runs/ownership';
import { ACTIVE } from '../../runs/records';
import type { Ending } from '../../runs/requests';
import type { RunStore } from '../../runs/store';
import { checkTakenUp } from './plan';
import { STAYS } from './queue';
import { inTurn, lanesOf, moved, type Order, type Place, wanted, without } from './queue-file';
import type { TrainingService } from './trainer';

export interface QueueControlOptions {
  runs: RunStore;
  training: Pick<TrainingService, 'file' | 'has' | 'endRun' | 'resume' | 'orderChanged' | 'slots'>;
}

export class QueueControl {
  constructor(private readonly options: QueueControlOptions) {}

  async list(): Promise<Queue> {
    const { training } = this.options;
    const listed = await this.listed();
    const entries = listed.map(async ({ run, place }) => {
      const { id: runId, studyId, state, failures = [] } = run;
      const owner = training.has(runId) ? 'here' : ACTIVE.has(state) ? 'elsewhere' : 'none';
      const aside = !ACTIVE.has(state) && failures.length >= MOST_FAILURES;
      const { priority } = place;
      return { runId, studyId, state, priority, places: lanesOf(place, run), aside, owner } as const;
    });
    const { slots: chosen } = training.file.order;
    return { slots: { chosen, now: training.slots() }, entries: await Promise.all(entries) };
  }

  /** @param before undefined: to the end. @throws Refusal if a run is not in the queue. */
  async move(runIds: readonly string[], before?: string): Promise<void> {
    await this.require(before === undefined || runIds.includes(before) ? runIds : [...runIds, before]);
    await this.change((order) => moved(order, runIds, before));
  }

  /** @throws Refusal if a run is not in the queue. */
  async priority(runIds: readonly string[], priority: number): Promise<void> {
    await this.require(runIds);
    await this.change((order) => ({
      ...order,
      places: order.places.map((place) => (runIds.includes(place.run) ? { ...place, priority } : place)),
    }));
  }

  /** null: as many as a measurement found best. */
  slots(slots: number | null): Promise<void> {
    return this.change((order) => (order.slots === slots ? order : { ...order, slots }));
  }

  /** Pauses these alone: the others go on. @throws Refusal if a run neither trains nor waits. */
  async skip(runIds: readonly string[]): Promise<void> {
    for (const id of runIds) {
      const { state } = await this.options.runs.get(id);
      if (!ACTIVE.has(state)) refuse('runs.notActive', { id, state, ending: 'paused' });
    }
    await this.end(runIds, 'paused');
  }

  /** Pauses everything, in all processes. */
  async pause(): Promise<void> {
    const active = (await this.listed()).filter(({ run }) => ACTIVE.has(run.state));
    // First those that wait: none of them must start meanwhile.
    active.sort((a, b) => Number(b.run.state === 'queued') - Number(a.run.state === 'queued'));
    await this.end(
      active.map(({ run }) => run.id),
      'paused',
    );
  }

  /** Ends and forgets them; what they have trained stays. @throws Refusal if a run is not in the queue. */
  async remove(runIds: readonly string[]): Promise<void> {
    await this.require(runIds);
    await this.end(runIds, 'stopped');
    await this.change((order) => without(order, new Set(runIds)));
  }

  /**
   * Runs go on from their newest checkpoints, or from the beginning. A process that trains gets them; without one, this
   * process trains.
   * @param runIds in any state but finished; absent: the paused and interrupted ones that were not set aside.
   * @returns the ids. @throws Refusal if there is none, or as `training.resume`.
   */
  async resume(runIds?: readonly string[]): Promise<string[]> {
    const { training, runs } = this.options;
    const ids = runIds ?? (await this.listed()).filter(canGoOn).map(({ run }) => run.id);
    if (ids.length === 0) refuse('queue.nothingToResume');
    if (await this.trainsElsewhere()) {
      for (const id of ids) checkTakenUp(await runs.get(id));
      await this.change((order) => wanted(order, ids));
    } else await training.resume(ids);
    return [...ids];
  }

  /** Another process trains, and this one does not. */
  async trainsElsewhere(): Promise<boolean> {
    const active = (await this.listed()).filter(({ run }) => ACTIVE.has(run.state));
    return active.length > 0 && !active.some(({ run }) => this.options.training.has(run.id));
  }

  /** In their turn; those that are done or gone are left out. */
  private async listed(): Promise<Listed[]> {
    const { training, runs } = this.options;
    await training.file.look();
    const places = await Promise.all(
      inTurn(training.file.order).map(async (place) => {
        const run = await runs.get(place.run).catch((error: unknown) => {
          if (error instanceof Refusal) return undefined;
          throw error;
        });
        return run && (ACTIVE.has(run.state) || STAYS.has(run.state)) ? [{ run, place }] : [];
      }),
    );
    return places.flat();
  }

  private async require(runIds: readonly string[]): Promise<void> {
    const known = new Set((await this.listed()).map(({ run }) => run.id));
    const missing = runIds.find((id) => !known.has(id));
    if (missing !== undefined) refuse('queue.notIn', { id: missing });
  }

  private async end(runIds: readonly string[], as: Ending): Promise<void> {
    const { training, runs } = this.options;
    const ends = runIds.map(async (id) => {
      if (training.has(id)) await training.endRun(id, { as, alone: true });
      else if (await livingOwner(runs.folder(id))) await runs.endActive(id, { as, alone: true });
    });
    await Promise.all(ends);
  }

  private async change(how: (order: Order) => Order): Promise<void> {
    const { training } = this.options;
    await training.file.change(how);
    training.orderChanged();
  }
}

interface Listed {
  run: RunRecord;
  place: Place;
}

const canGoOn = ({ run: { state, failures = [] } }: Listed): boolean =>
  (state === 'paused' || state === 'interrupted') && failures.length < MOST_FAILURES;
