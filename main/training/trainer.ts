/** Trains studies: a queue of runs, one after the other, each in a worker process of its own. */
import type { Progress } from '../../core/contract/engine';
import type { TrainingEvent, TrainingStatus } from '../../core/contract/training';
import type { GraphDocument } from '../../core/graph/document';
import type { RunRecord } from '../../core/study/run';
import type { StudyRequest, TrainingSettings } from '../../core/study/settings';
import type { DatasetManifest } from '../datasets/store';
import type { Engine } from '../engine/types';
import { Refusal } from '../refusal';
import { messageOf } from '../runs/atomic';
import { describeEnvironment, type Environment } from '../runs/environment';
import { studyId } from '../runs/ids';
import type { RunStore } from '../runs/store';
import { EventHub } from './event-hub';
import type { LaunchWorker } from './launch';
import type { FromWorker } from './protocol';
import { type Outcome, superviseWorker } from './supervise';
import { checkSameImages, checkStudy, describeSplit } from './validate';

export interface TrainingOptions {
  runs: RunStore;
  datasets: {
    /** @throws Refusal when the images are not on this machine. */
    manifest(id: string): Promise<DatasetManifest>;
    folder(id: string): string;
  };
  ensureEngine(options: { onProgress(progress: Progress): void; signal: AbortSignal }): Promise<Engine>;
  launch: LaunchWorker;
  /** The bundled worker.ts. */
  entry: string;
  /** By a range test, for one; none is by default. */
  isDeviceTaken?(): boolean;
  /** For environment.json. */
  app: { version: string; host: string };
}

interface Study {
  id: string;
  /** In the order of training; the newest record of each. */
  runs: RunRecord[];
  graphs: Map<string, GraphDocument>;
  /** Of the images that the study began with. */
  manifest: DatasetManifest;
  stop: AbortController;
  kill: AbortController;
  done: Promise<void>;
}

/** Milliseconds that the worker gets to stop when the app is closed. */
const CLOSING_GRACE = 3000;
const CLOSED = 'Skipwire was closed during this study. What had finished is kept.';

export class TrainingService {
  private readonly hub = new EventHub<TrainingEvent>({
    isDroppable: ({ type }) => type === 'step' || type === 'validating' || type === 'progress',
  });
  private study: Study | undefined;
  private preparing = false;
  private active = false;
  private closing = false;

  constructor(private readonly options: TrainingOptions) {}

  /**
   * Queues every arm with every seed and begins with the first.
   * @throws Refusal while another study trains, and when an arm or the data set is not fit for training.
   */
  async start(request: StudyRequest): Promise<{ studyId: string; runIds: string[] }> {
    if (this.closing) throw new Refusal('Skipwire is closing.');
    if (this.active || this.preparing) {
      throw new Refusal('A study is being trained already: stop it first, or wait for its end.');
    }
    if (this.options.isDeviceTaken?.()) {
      throw new Refusal('A learning-rate range test is under way: wait for its end, or cancel it.');
    }
    this.preparing = true;
    try {
      const study = await this.prepare(request);
      this.study = study;
      this.active = true;
      study.done = this.trainAll(study);
      return { studyId: study.id, runIds: study.runs.map((run) => run.id) };
    } finally {
      this.preparing = false;
    }
  }

  private async prepare(request: StudyRequest): Promise<Study> {
    const { datasets, runs } = this.options;
    const manifest = await datasets.manifest(request.settings.dataset);
    const arms = checkStudy(request, manifest);
    const id = studyId(request.name, new Date());
    const created: RunRecord[] = [];
    const graphs: Study['graphs'] = new Map();
    try {
      for (const arm of arms) {
        for (const seed of request.seeds) {
          const settings = { ...request.settings, seed };
          const run = await runs.create({
            studyId: id,
            studyName: request.name,
            arm: arm.name,
            settings,
            network: arm.network,
            graph: arm.graph,
            summary: arm.summary,
            split: describeSplit(settings, manifest),
            environment: this.environment(settings),
          });
          created.push(run);
          graphs.set(run.id, arm.graph);
        }
      }
    } catch (error) {
      // A full disk, for one: a study is made whole or not at all.
      for (const run of created) await runs.discard(run.id);
      throw error;
    }
    for (const run of created) this.hub.emit({ type: 'run', run });
    const study: Study = {
      id,
      runs: created,
      graphs,
      manifest,
      stop: new AbortController(),
      kill: new AbortController(),
      done: Promise.resolve(),
    };
    if (this.closing) study.stop.abort();
    return study;
  }

  /** Never rejects: what goes wrong with a run is that run's end. */
  private async trainAll(study: Study): Promise<void> {
    let engine: Engine | undefined;
    /** The end of every run that is left. */
    let rest: Outcome | undefined;
    for (const { id } of study.runs) {
      if (study.stop.signal.aborted) rest = { state: 'stopped' };
      let outcome: Outcome;
      try {
        if (rest) outcome = rest;
        else {
          await this.change(study, id, { state: 'preparing' });
          study.stop.signal.throwIfAborted();
          engine ??= await this.engine(study, id);
          outcome = await this.trainOne(study, id, engine);
        }
      } catch (error) {
        outcome = study.stop.signal.aborted
          ? { state: 'stopped' }
          : { state: 'failed', message: messageOf(error) };
        // Without an engine no other run could do better.
        if (!engine) rest = outcome;
      }
      await this.finish(study, id, outcome);
    }
    this.active = false;
    this.hub.emit({ type: 'idle' });
  }

  private engine(study: Study, runId: string): Promise<Engine> {
    return this.options.ensureEngine({
      onProgress: (progress) => this.hub.emit({ type: 'progress', runId, progress }),
      signal: study.stop.signal,
    });
  }

  private environment(settings: TrainingSettings, engine?: Engine): Environment {
    const { version, host } = this.options.app;
    return { host, ...describeEnvironment(version, settings, engine) };
  }

  private async trainOne(study: Study, id: string, engine: Engine): Promise<Outcome> {
    const { runs, datasets, launch, entry } = this.options;
    const { settings } = this.record(study, id);
    const graph = study.graphs.get(id);
    if (!graph) throw new Error(`Run "${id}" has no graph.`);
    await runs.writeEnvironment(id, this.environment(settings, engine));
    checkSameImages(study.manifest, await datasets.manifest(settings.dataset));
    const folder = runs.folder(id);
    // Records are written in the order of the messages; events leave at once.
    let writing = Promise.resolve();
    const outcome = await superviseWorker({
      launch,
      entry,
      env: engine.env,
      logFile: folder.log,
      stop: study.stop.signal,
      kill: study.kill.signal,
      job: {
        runFolder: folder.path,
        graph,
        settings,
        engine,
        datasetFolder: datasets.folder(settings.dataset),
      },
      onMessage: (message) => {
        this.forward(id, message);
        writing = writing.then(() => this.note(study, id, message));
        // Looked at below, when the worker is gone.
        writing.catch(() => undefined);
      },
    });
    await writing;
    return outcome;
  }

  private forward(runId: string, message: FromWorker): void {
    switch (message.type) {
      case 'progress':
      case 'step':
      case 'epoch':
      case 'validating':
        this.hub.emit({ runId, ...message });
    }
  }

  private async note(study: Study, id: string, message: FromWorker): Promise<void> {
    switch (message.type) {
      case 'started': {
        const startedAt = new Date().toISOString();
        await this.change(study, id, { state: 'running', startedAt, stepsPerEpoch: message.stepsPerEpoch });
        break;
      }
      case 'checkpoint':
        await this.change(study, id, { checkpointEpoch: message.epoch });
        break;
      case 'epoch':
        await this.change(study, id, { epochs: [...this.record(study, id).epochs, message.metrics] });
    }
  }

  private async finish(study: Study, id: string, { state, message }: Outcome): Promise<void> {
    try {
      if (state === 'interrupted' || (this.closing && state === 'stopped')) {
        const reason = this.closing ? CLOSED : (message ?? 'The training worker went away.');
        this.put(study, await this.options.runs.interrupt(id, reason));
      } else {
        const error = message === undefined ? {} : { error: message };
        await this.change(study, id, { state, endedAt: new Date().toISOString(), ...error });
      }
    } catch (error) {
      // The folder cannot be written (removed, disk full): the window learns of the end all the same.
      this.put(study, { ...this.record(study, id), state: 'failed', error: messageOf(error) });
    }
  }

  private async change(study: Study, id: string, change: Partial<RunRecord>): Promise<void> {
    this.put(study, await this.options.runs.update(id, change));
  }

  private put(study: Study, run: RunRecord): void {
    study.runs = study.runs.map((one) => (one.id === run.id ? run : one));
    this.hub.emit({ type: 'run', run });
  }

  private record(study: Study, id: string): RunRecord {
    const run = study.runs.find((one) => one.id === id);
    if (!run) throw new Error(`Run "${id}" is not of study "${study.id}".`);
    return run;
  }

  /** Ends the running run at its next batch and drops the queued ones; resolves when nothing trains any more. */
  async stop(): Promise<void> {
    this.study?.stop.abort();
    await this.study?.done;
  }

  /** A study trains, or is about to. */
  get busy(): boolean {
    return this.active || this.preparing;
  }

  status(): TrainingStatus {
    const { study, active } = this;
    return study ? { studyId: study.id, active, runs: [...study.runs] } : { active, runs: [] };
  }

  /** Everything from this call on: subscribe first, then ask for the status. */
  events(signal?: AbortSignal): AsyncIterableIterator<TrainingEvent, undefined> {
    return this.hub.subscribe(signal);
  }

  /** Ends the worker, asking first, and all streams of events. What had not finished counts as interrupted. */
  async close(): Promise<void> {
    this.closing = true;
    const { study } = this;
    if (study) {
      study.stop.abort();
      const timer = setTimeout(() => study.kill.abort(), CLOSING_GRACE);
      await study.done;
      clearTimeout(timer);
    }
    this.hub.close();
  }
}
