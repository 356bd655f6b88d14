/** Loss surfaces of trained runs: one worker for each processor, or one on the GPU, moves the weights and evaluates the images. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { elementCount } from '../../core/basics/element-count';
import type { SurfaceEvent, SurfaceRequest } from '../../core/contract/surface';
import { message } from '../../core/messages';
import { orderOf, placeOf, type Surface, spacedOut } from '../../core/surface/surface';
import { eventsOf } from '../basics/events-of';
import { Refusal, refuse } from '../basics/refusal';
import { compileSurface, SURFACE_TAG } from '../compiler';
import { int32 } from '../datasets/storage/raw-files';
import type { Engine } from '../engine/types';
import { type Datasets, type SplitImages, sharedImages } from '../predicting/images';
import { type AskedNetwork, type ReadNetwork, type TrainedHere, trainedHere } from '../predicting/network';
import type { ModelRunner } from '../predicting/run-model';
import { runNetwork } from '../predicting/run-network';
import { temporaryFolder } from '../processes/temporary';
import { type Tensor, writeSafetensors } from '../runs/safetensors';
import { superviseWorker } from '../training/host/supervise';
import { threadVariables } from '../training/host/thread-shares';
import { surfaceTensors } from '../training/jobs/surface-job';
import type { SurfaceJob } from '../training/protocol/messages';
import { directionOf } from './directions';
import { keepSurface, keptSurface } from './kept';
import { Meter } from './meter';

export interface SurfaceOptions {
  runner: ModelRunner;
  read: ReadNetwork;
  datasets: Datasets;
  /** A training uses the device. */
  isBusy(): boolean;
}

/** Workers at once: each has a TensorFlow of its own. */
const MOST_WORKERS = 8;
/** Values of the images of a batch: few enough for the processor's cache, measured with ResNet-56 at 32x32 (docs/decisions). */
const BATCH_VALUES = 32 * 32 * 32 * 3;
const SMALLEST_BATCH = 8;
/** Milliseconds between writes of an unfinished surface. */
const SAVED_EVERY = 5000;

type Emit = (event: SurfaceEvent) => void;

interface Task {
  network: AskedNetwork;
  trained: TrainedHere;
  surface: Surface;
  /** Not computed yet, in the order in which they will be. */
  missing: readonly number[];
}

export class SurfaceService {
  private readonly closing = new AbortController();
  /** One request computes at a time. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: SurfaceOptions) {}

  /**
   * The points that are missing in the runs' folders, which keep each from then on.
   * @throws Refusal if the networks were trained on other images, a GPU is in use, or a worker fails.
   */
  events(request: SurfaceRequest, signal?: AbortSignal): AsyncGenerator<SurfaceEvent, void> {
    return eventsOf<SurfaceEvent>(
      (emit, ended) => {
        const work = this.last.then(() => {
          ended.throwIfAborted();
          return this.work(request, emit, ended);
        });
        this.last = work.catch(() => undefined);
        return work;
      },
      signal,
      this.closing.signal,
    );
  }

  /** What the folders have, without computing; undefined if that is nothing. */
  async kept({ of, settings }: SurfaceRequest): Promise<Surface[] | undefined> {
    const { tasks } = await this.tasks({ of, settings });
    const begun = tasks.some(({ missing }) => missing.length < settings.points ** 2);
    return begun ? tasks.map(({ surface }) => surface) : undefined;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.last;
  }

  private async tasks({ of, settings }: SurfaceRequest): Promise<{ tasks: Task[]; images: SplitImages }> {
    const networks: AskedNetwork[] = [];
    for (const predictor of of) networks.push(await this.options.read(predictor));
    const images = await sharedImages(this.options.datasets, networks, 'train');
    const tasks = await Promise.all(
      networks.map(async (network): Promise<Task> => {
        const trained = trainedHere(network);
        const surface = await keptSurface(trained, images, settings);
        const missing = orderOf(settings).filter((index) => surface.losses[index] === null);
        return { network, trained, surface, missing };
      }),
    );
    return { tasks, images };
  }

  private async work(request: SurfaceRequest, emit: Emit, signal: AbortSignal): Promise<void> {
    const { tasks, images } = await this.tasks(request);
    for (const [network, { surface }] of tasks.entries()) emit({ type: 'surface', network, surface });
    const meter = new Meter(
      request.settings.points ** 2 * tasks.length,
      tasks.reduce((sum, { missing }) => sum + missing.length, 0),
    );
    const pictures = new Pictures(this.options.runner, images, signal);
    for (const [network, task] of tasks.entries()) {
      if (task.missing.length === 0) continue;
      emit({ type: 'progress', progress: meter.progress(task.network.title) });
      const saver = new Saver(task);
      try {
        await this.compute(task, pictures, signal, (index, loss, accuracy) => {
          task.surface.losses[index] = loss;
          task.surface.accuracies[index] = accuracy;
          emit({ type: 'point', network, index, loss, accuracy });
          meter.count();
          emit({ type: 'progress', progress: meter.progress(task.network.title) });
          saver.soon();
        });
      } finally {
        await saver.now();
      }
    }
  }

  private async compute(
    { network, surface: { settings, images: count }, missing }: Task,
    pictures: Pictures,
    signal: AbortSignal,
    done: (index: number, loss: number | 'overflow', accuracy: number) => void,
  ): Promise<void> {
    const { runner, isBusy } = this.options;
    const engine = await runner.findEngine();
    if (!engine) refuse('predict.noTensorFlow');
    if (engine.device === 'gpu' && isBusy()) refuse('training.busy.study');
    const folder = await temporaryFolder('skipwire-surface-', message('surface.purpose'));
    try {
      const { x, labels } = await pictures.of(network, count);
      const job = await written(folder, network, engine, settings.seed, x, labels);
      const points = missing.map((index) => ({ index, place: placeOf(settings, index) }));
      const lanes = lanesOf(engine, points.length);
      const abort = new AbortController();
      const ended = AbortSignal.any([signal, abort.signal]);
      const outcomes = await Promise.all(
        lanes.map(async (env, lane) => {
          const outcome = await superviseWorker({
            launch: runner.launch,
            entry: runner.entry,
            env: { ...engine.env, ...env },
            logFile: join(folder, `log${lane}.txt`),
            stop: ended,
            kill: ended,
            job: {
              ...job,
              surface: { ...job.surface, points: points.filter((_, at) => at % lanes.length === lane) },
            },
            onMessage: (received) => {
              if (received.type !== 'surface-point') return;
              const loss = received.lossSum / count;
              const accuracy = received.correct / count;
              done(received.index, Number.isFinite(loss) ? loss : 'overflow', accuracy);
            },
          });
          // The others end too.
          if (outcome.state !== 'finished') abort.abort();
          return outcome;
        }),
      );
      signal.throwIfAborted();
      const failed =
        outcomes.find(({ state }) => state === 'failed') ??
        outcomes.find(({ state }) => state !== 'finished');
      if (failed) throw new Refusal(failed.message ?? message('surface.stopped'));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** The environment of each worker. Convolutions of small images are faster on one thread each than shared by all. */
function lanesOf({ device }: Engine, points: number): Readonly<Record<string, string>>[] {
  if (device === 'gpu') return [{}];
  const processors = availableParallelism();
  const count = Math.min(processors, MOST_WORKERS, points);
  return Array.from({ length: count }, () => threadVariables(Math.max(1, Math.floor(processors / count))));
}

async function written(
  folder: string,
  { document, weights: values, settings, inference }: AskedNetwork,
  engine: Engine,
  seed: number,
  x: Float32Array,
  labels: readonly number[],
): Promise<SurfaceJob> {
  const compiled = compileSurface(
    document,
    values,
    (weight, own) => [
      directionOf(weight, own, { seed, axis: 0 }),
      directionOf(weight, own, { seed, axis: 1 }),
    ],
    { ...settings, device: engine.device },
  );
  const model = join(folder, 'model');
  await mkdir(model);
  await writeFile(join(model, 'saved_model.pb'), compiled.savedModel);
  const tensors = new Map<string, Tensor>();
  for (const { name, shape, values: own, directions } of compiled.weights) {
    const at = surfaceTensors(name);
    tensors.set(at.values, { shape, data: own });
    tensors.set(at.x, { shape, data: directions[0] });
    tensors.set(at.y, { shape, data: directions[1] });
  }
  const [weights, images, classes] = ['weights.safetensors', 'images.f32', 'labels.i32'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await writeSafetensors(weights, tensors);
  await writeFile(images, new Uint8Array(x.buffer, x.byteOffset, x.byteLength));
  await writeFile(classes, int32(labels));
  const example = inference.input.shape;
  return {
    surface: {
      ...{ model, tags: [SURFACE_TAG], weights, images, labels: classes },
      names: compiled.weights.map(({ name }) => name),
      shape: [labels.length, ...example],
      batchSize: Math.max(SMALLEST_BATCH, Math.floor(BATCH_VALUES / elementCount(example))),
      points: [],
    },
    engine,
  };
}

/** The images as a network takes them. Networks with the same input share them. */
class Pictures {
  private last: { key: string; x: Float32Array; labels: readonly number[] } | undefined;

  constructor(
    private readonly runner: ModelRunner,
    private readonly images: SplitImages,
    private readonly signal: AbortSignal,
  ) {}

  /** @returns x: [count,H,W,C] in 0..1, and the true outputs */
  async of(network: AskedNetwork, count: number): Promise<{ x: Float32Array; labels: readonly number[] }> {
    const { source, labels } = this.images;
    const key = JSON.stringify([network.inference.input.shape, network.settings.preprocessing]);
    if (this.last?.key === key) return this.last;
    const only = spacedOut(count, labels.length);
    const question = { signature: 'next', images: source, only } as const;
    const { x } = await runNetwork(this.runner, network, question, { signal: this.signal });
    this.last = { key, x, labels: only.map((position) => labels[position] as number) };
    return this.last;
  }
}

/** Writes a surface now and then, one write at a time. */
class Saver {
  private at = performance.now();
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly task: Task) {}

  soon(): void {
    if (performance.now() - this.at < SAVED_EVERY) return;
    this.at = performance.now();
    this.writing = this.writing.then(() => keepSurface(this.task.trained, this.task.surface));
    // `now` reports it.
    this.writing.catch(() => undefined);
  }

  async now(): Promise<void> {
    await this.writing.catch(() => undefined);
    await keepSurface(this.task.trained, this.task.surface);
  }
}
