/** A lane of the queue that trains on an executor: it copies what is new in the run's folder and reports it as a worker would. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type MessageOrText, message } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import type { DatasetStore } from '../datasets';
import { isFullDisk } from '../disk/trouble';
import type { RunStore } from '../runs/store';
import type { Lane, LaneWork, TrainTask } from '../training/host/lane';
import type { Outcome } from '../training/host/supervise';
import { type Executor, type Fetched, isAhead, type Marks, NotNow, type Spec } from './executor';
import { News } from './news';
import { ConnectionLost } from './site/connection';

export interface LaneOptions {
  runs: Pick<RunStore, 'folder'>;
  datasets: Pick<DatasetStore, 'folder' | 'identity'>;
  /** Milliseconds between looks. */
  every?: number;
}

const LOOK_EVERY = 1000;
/** Milliseconds in which runs are collected, so that a scheduler gets them together. */
const TOGETHER = 500;
/** The longest wait for a connection, in milliseconds. */
const LONGEST_WAIT = 30_000;
/** Looks in a row at which nothing trains a run before it is given up: a scheduler may be about to start it. */
const GONE_LOOKS = 3;
/** Milliseconds without a connection after which a run that is to end is left to its machine. */
const ENDS_WITHIN = 20_000;

export function laneOf(executor: Executor, options: LaneOptions): Lane {
  return new ExecutorLane(executor, options);
}

interface Waiting {
  spec: Spec;
  work: LaneWork;
  started(): void;
  failed(error: unknown): void;
}

class ExecutorLane implements Lane {
  readonly id: string;
  private readonly waiting: Waiting[] = [];

  constructor(
    private readonly executor: Executor,
    private readonly options: LaneOptions,
  ) {
    this.id = executor.id;
  }

  slots(): number {
    return this.executor.slots();
  }

  open(work: LaneWork): Promise<void> {
    return this.executor.open(work);
  }

  async train(task: TrainTask): Promise<Outcome> {
    const { run } = task;
    const { datasets, runs } = this.options;
    const { dataset } = run.settings;
    const { digest } = await datasets.identity(dataset);
    const folder = runs.folder(run.id).path;
    const spec = { id: run.id, folder, dataset: { id: dataset, digest, folder: datasets.folder(dataset) } };
    const signal = AbortSignal.any([task.stop, task.kill]);
    await this.submittedAtLast(task, spec, {
      signal,
      onProgress: (progress) => task.onMessage({ type: 'progress', progress }),
    });
    return this.follow(task, folder);
  }

  async callBack({ run, kill, onMessage }: Omit<TrainTask, 'stop'>): Promise<Outcome> {
    const phase = message('executors.phase.callingBack', { place: this.id });
    onMessage({ type: 'progress', progress: { phase } });
    const record = await this.endedThere(run, kill);
    if (!record || !isAhead(record, run)) return { state: 'stopped' };
    const { path } = this.options.runs.folder(run.id);
    const marks: Marks = new Map();
    const fetched = await this.executor.fetch(run.id, path, marks);
    await new News(run, path, onMessage).read(fetched, marks);
    return record.state === 'finished' ? outcomeOf(fetched, this.id, true) : { state: 'stopped' };
  }

  /** The run's record there, once nothing trains it. @throws NotNow if the place has not answered for a while */
  private async endedThere({ id }: RunRecord, kill: AbortSignal): Promise<RunRecord | undefined> {
    let asked = false;
    let gone = 0;
    let answered = Date.now();
    for (;;) {
      try {
        if (!asked) await this.executor.stop(id, 'paused');
        asked = true;
        const { state, record } = await this.executor.state(id);
        answered = Date.now();
        gone = state === 'gone' ? gone + 1 : 0;
        if (gone >= GONE_LOOKS) return record;
      } catch (error) {
        if (!(error instanceof NotNow) || Date.now() - answered > ENDS_WITHIN) throw error;
      }
      await sleep(this.every, undefined, { signal: kill });
    }
  }

  private get every(): number {
    return this.options.every ?? LOOK_EVERY;
  }

  /** Waits for what a person can put right over there. */
  private async submittedAtLast(task: TrainTask, spec: Spec, work: LaneWork): Promise<void> {
    for (let wait = this.every; ; wait = Math.min(LONGEST_WAIT, 2 * wait)) {
      try {
        return await this.submitted(spec, work);
      } catch (error) {
        if (!(error instanceof NotNow)) throw error;
        this.say(task, message('executors.phase.tryingAgain', { said: error.said }));
        await sleep(wait, undefined, { signal: work.signal });
      }
    }
  }

  /** Submits what is asked for at about the same time together. */
  private submitted(spec: Spec, work: LaneWork): Promise<void> {
    return new Promise((started, failed) => {
      this.waiting.push({ spec, work, started, failed });
      if (this.waiting.length === 1) setTimeout(() => void this.submitAll(), TOGETHER);
    });
  }

  private async submitAll(): Promise<void> {
    const all = this.waiting.splice(0);
    const [first] = all;
    if (!first) return;
    try {
      const specs = all.map(({ spec }) => spec);
      const onProgress: LaneWork['onProgress'] = (progress) => {
        for (const { work } of all) work.onProgress(progress);
      };
      await this.executor.submit(specs, { signal: first.work.signal, onProgress });
      for (const { started } of all) started();
    } catch (error) {
      for (const { failed } of all) failed(error);
    }
  }

  private async follow(task: TrainTask, folder: string): Promise<Outcome> {
    const { run, stop, kill, onMessage } = task;
    const marks: Marks = new Map();
    const news = new News(run, folder, onMessage);
    const { every } = this;
    let gone = 0;
    let asked = false;
    let lostAt: number | undefined;
    for (;;) {
      if (kill.aborted || (stop.aborted && stop.reason === 'closing')) return this.goesOn();
      try {
        if (stop.aborted && !asked) {
          await this.executor.stop(run.id, 'paused');
          asked = true;
        }
        const fetched = await this.executor.fetch(run.id, folder, marks);
        lostAt = undefined;
        await news.read(fetched, marks);
        if (fetched.state === 'waiting')
          this.say(task, message('executors.phase.waiting', { place: this.id }));
        gone = fetched.state === 'gone' ? gone + 1 : 0;
        const outcome = outcomeOf(fetched, this.id, asked);
        if (gone > 0 && (outcome.state === 'finished' || gone >= GONE_LOOKS)) return outcome;
      } catch (error) {
        if (!(error instanceof NotNow)) throw error;
        lostAt ??= Date.now();
        if (stop.aborted && Date.now() - lostAt > ENDS_WITHIN) return this.goesOn();
        this.say(
          task,
          error instanceof ConnectionLost
            ? message('executors.phase.noConnection', { place: this.id })
            : message('executors.phase.tryingAgain', { said: error.said }),
        );
      }
      const wait = lostAt === undefined ? every : Math.min(LONGEST_WAIT, every + (Date.now() - lostAt) / 2);
      await sleep(wait, undefined, {
        signal: AbortSignal.any([kill, ...(stop.aborted ? [] : [stop])]),
      }).catch(() => undefined);
    }
  }

  private goesOn(): Outcome {
    return { state: 'interrupted', message: message('executors.goesOn', { place: this.id }) };
  }

  private say({ onMessage }: TrainTask, phase: MessageOrText): void {
    onMessage({ type: 'progress', progress: { phase } });
  }
}

/**
 * What became of a run that nothing trains any longer.
 * @param asked we ended it.
 */
function outcomeOf({ record, said, full }: Fetched, place: string, asked: boolean): Outcome {
  switch (record?.state) {
    case 'finished':
      return { state: 'finished', ...earlyEndOf(record) };
    case 'stopped':
    case 'paused':
      return asked
        ? { state: 'stopped' }
        : { state: 'interrupted', message: message('executors.ended', { place }) };
  }
  // Retried: the next start waits for room.
  if (full || isFullDisk(record?.error ?? ''))
    return { state: 'interrupted', message: message('executors.full', { place }) };
  switch (record?.state) {
    case 'failed':
      return { state: 'failed', ...errorOf(record) };
    case 'interrupted':
      return { state: 'interrupted', ...errorOf(record) };
    default: {
      if (record?.startedAt === undefined && said.trim() === '')
        return { state: 'interrupted', message: message('executors.forgotten', { place }) };
      const last = said.trim().split('\n').at(-1) ?? '';
      return { state: 'interrupted', message: message('executors.lost', { place, said: last || 'none' }) };
    }
  }
}

function earlyEndOf({ changes }: RunRecord): Pick<Outcome, 'early'> {
  const last = changes.at(-1);
  return last?.type === 'stopped-early' ? { early: { epoch: last.epoch, metric: last.metric } } : {};
}

const errorOf = ({
  error,
  errorMessage,
  diverged,
  suggestedBatchSize,
  tryCpu,
}: RunRecord): Partial<Outcome> => ({
  ...(error === undefined ? {} : { message: errorMessage ?? error }),
  ...(diverged ? { diverged } : {}),
  ...(suggestedBatchSize === undefined ? {} : { suggestedBatchSize }),
  ...(tryCpu ? { tryCpu } : {}),
});
