/** Trains on this machine, each run in a worker process. */
import { message } from '../../../core/messages';
import { LOCAL, type RunRecord } from '../../../core/study/run';
import type { DatasetStore } from '../../datasets';
import { cardEnvironment, type DeviceMemory, deviceMemory, trainingCards } from '../../engine';
import type { Engine } from '../../engine/types';
import type { Every } from '../../processes/watchdog';
import { belongingOf } from '../../runs/binding';
import { describeEnvironment } from '../../runs/environment';
import type { RunStore } from '../../runs/store';
import { estimateRun } from '../estimate/estimate';
import type { LaunchWorker } from '../protocol/messages';
import { type Card, cardFor, type OnCard } from './cards';
import { KeptWorkers } from './kept-workers';
import type { Lane, LaneRun, LaneWork, TrainTask } from './lane';
import { withBatchThatFits } from './out-of-memory';
import type { PrecisionSpeedsService } from './precision-speeds';
import { restartsWaitingAt } from './reopen';
import { type Outcome, superviseWorker } from './supervise';
import { fastestShare, type ThreadShares, threadVariables } from './thread-shares';
import { checkSameImages } from './validate';

export interface LocalLaneOptions {
  runs: RunStore;
  datasets: Pick<DatasetStore, 'folder' | 'identity'>;
  app: { version: string; host: string };
  ensureEngine(work: LaneWork): Promise<Engine>;
  launch: LaunchWorker;
  entry: string;
  /** @param card index of a GPU; absent: the one that trains by default. */
  deviceMemory?(card?: number): Promise<DeviceMemory>;
  /** The GPUs that may train. */
  cards?(): Promise<Card[]>;
  /** Without it `auto` is float32. */
  speeds?: Pick<PrecisionSpeedsService, 'measure'>;
  /** Without it, runs follow each other unless a number of them at once was chosen. */
  shares?: Pick<ThreadShares, 'measure' | 'threads'>;
  /** The watchdog's clock. */
  every?: Every;
}

export class LocalLane implements Lane {
  readonly id = LOCAL;
  private engine: Engine | undefined;
  private readonly workers: KeptWorkers;
  private cards: readonly Card[] = [];
  /** Memory estimates by run, on GPUs. */
  private readonly bytes = new Map<string, number>();
  /** The cards of runs that train, by run. */
  private readonly onCards = new Map<string, OnCard>();

  /** @param chosen how many runs at once; null: as many as have room. */
  constructor(
    private readonly options: LocalLaneOptions,
    private readonly chosen: () => number | null,
  ) {
    this.workers = new KeptWorkers(options.launch);
  }

  private get cores(): number {
    return this.options.shares?.threads ?? 1;
  }

  slots(): number {
    return this.chosen() ?? this.cores;
  }

  hasRoom(training: readonly RunRecord[], next: RunRecord): boolean {
    if (training.length === 0) return true;
    const chosen = this.chosen();
    if (chosen !== null) return training.length < chosen;
    if (this.cards.length > 0) {
      for (const { id } of training) this.place(id);
      return training.length < this.cores && this.cardFor(next.id) !== undefined;
    }
    const used = [...training, next].reduce((sum, { settings }) => sum + (settings.threads ?? this.cores), 0);
    return used <= this.cores;
  }

  /** Before they are queued: how many train at once on the GPUs depends on their memory. */
  async weigh(runs: readonly LaneRun[]): Promise<void> {
    // The lane itself says why it cannot be opened.
    if (this.onCards.size === 0) this.cards = await (this.options.cards ?? trainingCards)().catch(() => []);
    if (this.cards.length === 0) return;
    const free = this.cards.flatMap((card) => card.free ?? []);
    const largest = { device: 'gpu', available: free.length > 0 ? Math.max(...free) : undefined } as const;
    for (const { run, graph, manifest } of runs) {
      const { settings } = run;
      // At most as much in another precision.
      const precision = settings.precision === 'auto' ? 'float32' : settings.precision;
      const estimate = estimateRun(graph, { ...settings, precision }, manifest, largest);
      const total = await estimate.then((known) => known.total).catch(() => undefined);
      if (total !== undefined) this.bytes.set(run.id, total);
    }
  }

  private cardFor(id: string): number | undefined {
    return cardFor(this.cards, [...this.onCards.values()], this.bytes.get(id));
  }

  /** The card that trains the run. */
  private place(id: string): number | undefined {
    const { cards } = this;
    if (cards.length === 0) return undefined;
    const placed = this.onCards.get(id)?.card;
    if (placed !== undefined) return placed;
    const runsOn = (index: number) => [...this.onCards.values()].filter(({ card }) => card === index).length;
    // More runs than fit were asked for.
    const fewest = () => cards.reduce((a, b) => (runsOn(b.index) < runsOn(a.index) ? b : a)).index;
    const card = this.cardFor(id) ?? fewest();
    this.onCards.set(id, { card, bytes: this.bytes.get(id) });
    return card;
  }

  async threads(runs: readonly LaneRun[], { signal }: LaneWork, begun: () => void): Promise<number | null> {
    const { engine, cores } = this;
    const { shares } = this.options;
    if (!engine || !shares || engine.device !== 'cpu') return null;
    const chosen = this.chosen();
    const atOnce = chosen ?? (await this.fastest(shares, runs, engine, signal, begun));
    return atOnce === 1 ? null : Math.max(1, Math.floor(cores / atOnce));
  }

  private async fastest(
    shares: Pick<ThreadShares, 'measure'>,
    runs: readonly LaneRun[],
    engine: Engine,
    signal: AbortSignal,
    begun: () => void,
  ): Promise<number> {
    const fitting = Math.min(this.cores, runs.length, await this.fitting(runs));
    if (fitting < 2) return 1;
    const measured = await shares.measure(runs, engine, signal, begun);
    return measured ? fastestShare(measured, runs.length, fitting) : 1;
  }

  /** How many of the largest of these runs fit into the memory. */
  private async fitting(runs: readonly LaneRun[]): Promise<number> {
    const memory = await this.deviceMemory();
    const { available } = memory;
    if (available === undefined) return Number.POSITIVE_INFINITY;
    const arms = new Map(runs.map((one) => [one.graph, one]));
    const totals = await Promise.all(
      [...arms.values()].map(({ run, graph, manifest }) =>
        estimateRun(graph, run.settings, manifest, memory),
      ),
    );
    return Math.floor(available / Math.max(...totals.map(({ total }) => total)));
  }

  /** Ends processes that wait for another run. */
  idle(): void {
    this.workers.close();
  }

  async open(work: LaneWork): Promise<void> {
    this.engine = await this.options.ensureEngine(work);
  }

  async speeds(...[graphs, { signal }, begun]: Parameters<NonNullable<Lane['speeds']>>) {
    const { engine } = this;
    return engine && this.options.speeds?.measure(graphs, engine, signal, () => begun(engine.device));
  }

  async train(task: TrainTask): Promise<Outcome> {
    const { engine } = this;
    if (!engine) throw new Error(`Lane "${this.id}" is not open.`);
    const card = engine.device === 'gpu' ? this.place(task.run.id) : undefined;
    try {
      return await this.trainOn(card, engine, task);
    } finally {
      this.onCards.delete(task.run.id);
    }
  }

  private async trainOn(
    card: number | undefined,
    engine: Engine,
    { run, graph, manifest, ...task }: TrainTask,
  ): Promise<Outcome> {
    const { runs, datasets, entry, every, app } = this.options;
    const { id, settings } = run;
    const [identity] = await Promise.all([
      datasets.identity(settings.dataset),
      runs.writeEnvironment(id, describeEnvironment(app, settings, engine)),
    ]);
    checkSameImages(run, identity);
    const folder = runs.folder(id);
    const attempt = (residentImages: boolean) =>
      superviseWorker({
        ...task,
        launch: engine.device === 'cpu' ? this.workers.launch : this.options.launch,
        entry,
        every,
        env: {
          ...engine.env,
          ...(card === undefined || this.cards.length < 2 ? {} : cardEnvironment(card)),
          ...threadVariables(settings.threads),
        },
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
    const holdsImages = await this.holdsImages({ run, graph, manifest }, engine, card);
    let outcome = await attempt(holdsImages);
    // The estimate was wrong: try without images on the GPU.
    if (outcome.outOfMemory && holdsImages && !task.stop.aborted && !task.kill.aborted) {
      const phase = message('training.phase.imagesInMemory');
      task.onMessage({ type: 'progress', progress: { phase } });
      outcome = await attempt(false);
    }
    if (!outcome.outOfMemory) return outcome;
    const { available } = await this.deviceMemory(card);
    return withBatchThatFits(outcome, graph, settings, manifest, available);
  }

  private async holdsImages(
    { run, graph, manifest }: LaneRun,
    { device }: Engine,
    card: number | undefined,
  ): Promise<boolean> {
    if (device !== 'gpu') return false;
    const memory = await this.deviceMemory(card);
    return (await estimateRun(graph, run.settings, manifest, memory)).residentImages !== undefined;
  }

  private deviceMemory(card?: number): Promise<DeviceMemory> {
    return (this.options.deviceMemory ?? deviceMemory)(card);
  }
}
