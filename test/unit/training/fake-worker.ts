/** Workers without processes: the test plays what they say. */
import type { LaunchOptions, ProcessExit } from '../../../main/processes/launch';
import type {
  FromWorker,
  LaunchWorker,
  ToWorker,
  WorkerHandle,
  WorkerJob,
} from '../../../main/training/protocol/messages';

export class FakeWorker implements WorkerHandle {
  readonly pid = undefined;
  readonly received: ToWorker[] = [];
  killed = false;
  private readonly messages: ((message: FromWorker) => void)[] = [];
  private readonly outputs: ((text: string) => void)[] = [];
  private readonly exits: ((exit: ProcessExit) => void)[] = [];

  constructor(
    readonly options: LaunchOptions,
    private readonly behave: (worker: FakeWorker, message: ToWorker) => void,
  ) {
    setImmediate(() => this.say({ type: 'ready' }));
  }

  get job(): WorkerJob {
    const [first] = this.received;
    if (first?.type !== 'train') throw new Error('The worker has no job yet.');
    return first.job as WorkerJob;
  }

  say(...messages: FromWorker[]): void {
    for (const message of messages) for (const listener of this.messages) listener(message);
  }
  print(text: string): void {
    for (const listener of this.outputs) listener(text);
  }
  exit(how: Partial<ProcessExit> = {}): void {
    for (const listener of this.exits.splice(0)) listener({ code: 0, signal: null, ...how });
  }

  send(message: ToWorker): void {
    this.received.push(message);
    setImmediate(() => this.behave(this, message));
  }
  onMessage(listener: (message: FromWorker) => void): void {
    this.messages.push(listener);
  }
  onOutput(listener: (text: string) => void): void {
    this.outputs.push(listener);
  }
  onExit(listener: (exit: ProcessExit) => void): void {
    this.exits.push(listener);
  }
  kill(): void {
    this.killed = true;
    setImmediate(() => this.exit({ code: null, signal: 'SIGKILL' }));
  }
}

/** A launcher, and the workers that it launched. `behave` answers each message of the host. */
export function fakeLauncher(behave: (worker: FakeWorker, message: ToWorker) => void) {
  const workers: FakeWorker[] = [];
  const launch: LaunchWorker = (options) => {
    const worker = new FakeWorker(options, behave);
    workers.push(worker);
    return worker;
  };
  return { launch, workers };
}

export const epochMessage = (epoch: number): FromWorker => ({
  type: 'epoch',
  metrics: {
    type: 'epoch',
    epoch,
    loss: 1 / epoch,
    accuracy: 0.5,
    valLoss: 1,
    valAccuracy: 0.4,
    seconds: 1,
    imagesPerSecond: 9,
  },
});

/** The only checkpoint, after this many complete epochs and updates. */
export const checkpointMessage = (epoch: number, step: number): FromWorker => ({
  type: 'checkpoint',
  checkpoints: [
    { file: `epoch-${String(epoch).padStart(4, '0')}.safetensors`, epoch, step, roles: ['last', 'best'] },
  ],
});
