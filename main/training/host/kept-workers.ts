/**
 * Worker processes that train one run after the other: a run that follows another is spared the start of a process and of
 * TensorFlow. Only a process whose run has finished is used again, so none starts with what an error left behind.
 */
import { isDeepStrictEqual } from 'node:util';
import type { LaunchOptions, ProcessExit } from '../../processes/launch';
import type { FromWorker, LaunchWorker, ToWorker, WorkerHandle } from '../protocol/messages';

/** Milliseconds that a process waits for its next run. */
const IDLE = 1000;

export class KeptWorkers {
  /** With the timers that end them. */
  private readonly idle = new Map<KeptWorker, ReturnType<typeof setTimeout>>();

  constructor(private readonly start: LaunchWorker) {}

  readonly launch: LaunchWorker = (options) => {
    for (const worker of this.idle.keys()) if (worker.isGone) this.take(worker);
    const fitting = [...this.idle.keys()].find((worker) => isDeepStrictEqual(worker.options, options));
    const worker = fitting ?? new KeptWorker(this.start(options), options);
    if (fitting) this.take(fitting);
    return worker.begin(() => {
      this.idle.set(worker, setTimeout(() => this.endIdle(worker), IDLE).unref());
    });
  };

  /** Ends the processes that wait. */
  close(): void {
    for (const worker of this.idle.keys()) this.endIdle(worker);
  }

  private endIdle(worker: KeptWorker): void {
    this.take(worker);
    worker.end();
  }

  private take(worker: KeptWorker): void {
    clearTimeout(this.idle.get(worker));
    this.idle.delete(worker);
  }
}

class KeptWorker {
  private run: Run | undefined;
  private exit: ProcessExit | undefined;
  private isNew = true;

  constructor(
    private readonly process: WorkerHandle,
    readonly options: LaunchOptions,
  ) {
    process.onMessage((message) => this.run?.hear(message));
    process.onOutput((text) => this.run?.print(text));
    process.onExit((exit) => {
      this.exit = exit;
      this.run?.end(exit);
    });
  }

  get isGone(): boolean {
    return this.exit !== undefined;
  }

  /** @param finished called when the process waits for another run. */
  begin(finished: () => void): WorkerHandle {
    const run = new Run(this.process, () => {
      this.run = undefined;
      if (!this.isGone) finished();
    });
    this.run = run;
    if (!this.isNew) run.ready();
    this.isNew = false;
    return run;
  }

  end(): void {
    this.process.kill();
  }
}

/** What one run sees of the process: its end is the end of the run. */
class Run implements WorkerHandle {
  private readonly messages: ((message: FromWorker) => void)[] = [];
  private readonly outputs: ((text: string) => void)[] = [];
  private readonly exits: ((exit: ProcessExit) => void)[] = [];
  private exit: ProcessExit | undefined;
  private hasJob = false;
  private stops = false;

  constructor(
    private readonly process: WorkerHandle,
    private readonly finished: () => void,
  ) {}

  get pid(): number | undefined {
    return this.process.pid;
  }

  ready(): void {
    setImmediate(() => this.hear({ type: 'ready' }));
  }

  send(message: ToWorker): void {
    if (this.exit) return;
    if (message.type === 'train') {
      this.hasJob = true;
      this.process.send({ ...message, stays: true });
      if (this.stops) this.process.send({ type: 'stop' });
    } else if (this.hasJob) this.process.send(message);
    // With the job: before it, the process would not know whose it is.
    else this.stops = true;
  }

  onMessage(listener: (message: FromWorker) => void): void {
    this.messages.push(listener);
  }

  onOutput(listener: (text: string) => void): void {
    this.outputs.push(listener);
  }

  onExit(listener: (exit: ProcessExit) => void): void {
    if (this.exit) listener(this.exit);
    else this.exits.push(listener);
  }

  kill(): void {
    if (!this.exit) this.process.kill();
  }

  hear(message: FromWorker): void {
    for (const listener of this.messages) listener(message);
    if (message.type !== 'ended' || message.state !== 'finished') return;
    setImmediate(() => {
      if (this.exit) return;
      this.end({ code: 0, signal: null });
      this.finished();
    });
  }

  print(text: string): void {
    for (const listener of this.outputs) listener(text);
  }

  end(exit: ProcessExit): void {
    if (this.exit) return;
    this.exit = exit;
    for (const listener of this.exits) listener(exit);
  }
}
