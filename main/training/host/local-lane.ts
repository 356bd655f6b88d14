/** Trains on this machine, each run in a worker process. */
import { message } from '../../../core/messages';
import type { DatasetStore } from '../../datasets';
import { type DeviceMemory, deviceMemory } from '../../engine';
import type { Engine } from '../../engine/types';
import type { Every } from '../../processes/watchdog';
import { belongingOf } from '../../runs/binding';
import { describeEnvironment } from '../../runs/environment';
import type { RunStore } from '../../runs/store';
import { estimateRun } from '../estimate/estimate';
import type { LaunchWorker } from '../protocol/messages';
import { type Lane, type LaneWork, LOCAL, type TrainTask } from './lane';
import { withBatchThatFits } from './out-of-memory';
import type { PrecisionSpeedsService } from './precision-speeds';
import { restartsWaitingAt } from './reopen';
import { type Outcome, superviseWorker } from './supervise';
import { checkSameImages } from './validate';

export interface LocalLaneOptions {
  runs: RunStore;
  datasets: Pick<DatasetStore, 'folder' | 'identity'>;
  app: { version: string; host: string };
  ensureEngine(work: LaneWork): Promise<Engine>;
  launch: LaunchWorker;
  entry: string;
  deviceMemory?(): Promise<DeviceMemory>;
  /** Without it `auto` is float32. */
  speeds?: Pick<PrecisionSpeedsService, 'measure'>;
  /** The watchdog's clock. */
  every?: Every;
}

export class LocalLane implements Lane {
  readonly id = LOCAL;
  private engine: Engine | undefined;

  /** @param chosen how many runs at once; null: as many as is best. */
  constructor(
    private readonly options: LocalLaneOptions,
    private readonly chosen: () => number | null,
  ) {}

  slots(): number {
    return this.chosen() ?? 1;
  }

  async open(work: LaneWork): Promise<void> {
    this.engine = await this.options.ensureEngine(work);
  }

  async speeds(...[graphs, { signal }, begun]: Parameters<NonNullable<Lane['speeds']>>) {
    const { engine } = this;
    return engine && this.options.speeds?.measure(graphs, engine, signal, () => begun(engine.device));
  }

  async train({ run, graph, manifest, ...task }: TrainTask): Promise<Outcome> {
    const { runs, datasets, launch, entry, every, app } = this.options;
    const { engine } = this;
    if (!engine) throw new Error(`Lane "${this.id}" is not open.`);
    const { id, settings } = run;
    await runs.writeEnvironment(id, describeEnvironment(app, settings, engine));
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
    const holdsImages = await this.holdsImages({ run, graph, manifest }, engine);
    let outcome = await attempt(holdsImages);
    // The estimate was wrong: try without images on the GPU.
    if (outcome.outOfMemory && holdsImages && !task.stop.aborted && !task.kill.aborted) {
      const phase = message('training.phase.imagesInMemory');
      task.onMessage({ type: 'progress', progress: { phase } });
      outcome = await attempt(false);
    }
    if (!outcome.outOfMemory) return outcome;
    const { available } = await this.deviceMemory();
    return withBatchThatFits(outcome, graph, settings, manifest, available);
  }

  private async holdsImages(
    { run, graph, manifest }: Pick<TrainTask, 'run' | 'graph' | 'manifest'>,
    { device }: Engine,
  ): Promise<boolean> {
    if (device !== 'gpu') return false;
    const memory = await this.deviceMemory();
    return (await estimateRun(graph, run.settings, manifest, memory)).residentImages !== undefined;
  }

  private deviceMemory(): Promise<DeviceMemory> {
    return (this.options.deviceMemory ?? deviceMemory)();
  }
}
