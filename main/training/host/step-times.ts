/** Measures how long the steps of a run take on this device, once for each network and what its steps depend on. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { analyze } from '../../../core/analysis/analyze';
import { networkIdentity } from '../../../core/analysis/twins';
import type { GraphDocument } from '../../../core/graph/document';
import { message } from '../../../core/messages';
import { canonical } from '../../../core/study/canonical';
import type { TrainingSettings } from '../../../core/study/settings';
import { type StepTimes, stepTimesSchema } from '../../../core/study/step-times';
import { Refusal, refuse } from '../../basics/refusal';
import type { DatasetStore } from '../../datasets';
import { writeJson } from '../../disk/atomic';
import { parseJson } from '../../disk/json';
import { textIfThere } from '../../disk/regular-file';
import { computesOn } from '../../engine/speed-cache';
import type { Engine } from '../../engine/types';
import { settledPrecision } from './settled-precision';
import { superviseTask } from './supervise';
import type { TrainingOptions } from './trainer';

export interface StepTimesOptions extends Pick<TrainingOptions, 'launch' | 'entry' | 'speeds'> {
  datasets: Pick<DatasetStore, 'folder' | 'use'>;
  /** The folder of what was measured. */
  root: string;
}

export class StepTimesService {
  private readonly closing = new AbortController();
  private running: Promise<unknown> | undefined;
  private yielding = new AbortController();

  constructor(private readonly options: StepTimesOptions) {}

  get active(): boolean {
    return this.running !== undefined;
  }

  /** Undefined if it was not measured. */
  async known(
    graph: GraphDocument,
    settings: TrainingSettings,
    engine: Engine,
  ): Promise<StepTimes | undefined> {
    const text = await textIfThere(await this.#file(graph, settings, engine)).catch(() => undefined);
    return text === undefined ? undefined : stepTimesSchema.safeParse(parseJson(text)).data;
  }

  /**
   * Measures if needed; the caller sees to it that the device is free and the images are there.
   * @throws Refusal if the training fails, or a study begins meanwhile
   */
  async measure(
    graph: GraphDocument,
    settings: TrainingSettings,
    engine: Engine,
    signal?: AbortSignal,
  ): Promise<void> {
    if (await this.known(graph, settings, engine)) return;
    const yielding = this.yielding.signal;
    const work = this.#measure(
      graph,
      settings,
      engine,
      AbortSignal.any([yielding, ...(signal ? [signal] : [])]),
    );
    this.running = work.catch(() => undefined);
    try {
      await work;
    } catch (error) {
      if (yielding.aborted) refuse('training.stopped.stepsForStudy');
      throw error;
    } finally {
      this.running = undefined;
    }
  }

  /** A study needs the device: what is being measured ends. Resolves when it has. */
  async giveWay(): Promise<void> {
    this.yielding.abort();
    this.yielding = new AbortController();
    await this.running;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.running;
  }

  async #measure(
    graph: GraphDocument,
    wanted: TrainingSettings,
    engine: Engine,
    signal: AbortSignal,
  ): Promise<void> {
    const { datasets, launch, entry, speeds } = this.options;
    const ended = AbortSignal.any([this.closing.signal, signal]);
    const measure = () => speeds?.measure([graph], engine, ended);
    const settings = { ...wanted, precision: await settledPrecision(wanted.precision, measure) };
    const unused = await datasets.use(settings.dataset, ['a measurement of steps']);
    let times: StepTimes | undefined;
    try {
      const outcome = await superviseTask({
        launch,
        entry,
        signal: ended,
        name: 'steps',
        purpose: message('training.purpose.steps'),
        job: (runFolder) => ({
          runFolder,
          graph,
          settings,
          engine,
          datasetFolder: datasets.folder(settings.dataset),
          stepProbe: true,
        }),
        onMessage: (received) => {
          if (received.type === 'step-times') times = received.times;
        },
      });
      ended.throwIfAborted();
      if (!times) throw new Refusal(outcome.message ?? message('training.stopped.steps'));
    } finally {
      await unused();
    }
    const file = await this.#file(graph, wanted, engine);
    await mkdir(this.options.root, { recursive: true });
    await writeJson(file, times);
  }

  async #file(graph: GraphDocument, settings: TrainingSettings, engine: Engine): Promise<string> {
    const key = JSON.stringify([
      await computesOn(engine),
      networkIdentity(graph, analyze(graph)).graphKey,
      canonical(ofSteps(settings)),
    ]);
    return join(this.options.root, `${createHash('sha256').update(key).digest('hex').slice(0, 24)}.json`);
  }
}

/** What a step depends on: not how many there are, nor what is recorded. */
function ofSteps(settings: TrainingSettings) {
  const { dataset, order, batchSize, optimizer, precision, augmentation, normalization, preprocessing } =
    settings;
  const { learningRate: _, ...rule } = optimizer;
  return { dataset, order, batchSize, rule, precision, augmentation, normalization, preprocessing };
}
