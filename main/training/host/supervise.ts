/** Supervises one worker process from launch to exit. */

import { rm } from 'node:fs/promises';
import type { Message, MessageOrText } from '../../../core/messages';
import { appendText } from '../../disk/regular-file';
import { crashOf } from '../../engine/crash';
import { withoutBeats } from '../../processes/heartbeat';
import { isInspected } from '../../processes/inspect';
import type { LaunchOptions, ProcessTask } from '../../processes/launch';
import { temporaryFolder } from '../../processes/temporary';
import { type Every, Watchdog } from '../../processes/watchdog';
import { runFolder } from '../../runs/folder';
import { describeDeath, wasOutOfMemory } from '../protocol/failure';
import type { AnyJob, FromWorker, LaunchWorker, WorkerHandle } from '../protocol/messages';
import { activityOf } from './activity';

type Last<Type extends 'ended' | 'failed'> = Extract<FromWorker, { type: Type }>;

export interface Outcome extends Partial<Omit<Last<'failed'>, 'type'>>, Pick<Last<'ended'>, 'early'> {
  state: 'finished' | 'stopped' | 'failed' | 'interrupted';
  suggestedBatchSize?: number;
  /** It crashed on a GPU. */
  tryCpu?: boolean;
}

/** How processes of the engine are started. */
export interface Launching {
  launch: LaunchWorker;
  entry: string;
}

export interface Supervised extends Launching, Omit<LaunchOptions, 'task' | 'entry'> {
  job: AnyJob;
  /** Gets the worker's output. */
  logFile: string;
  /** The worker ends at its next batch. */
  stop: AbortSignal;
  kill: AbortSignal;
  /** The watchdog's clock. */
  every?: Every | undefined;
  onMessage(message: FromWorker): void;
  /** Called before the worker gets its job. */
  launched?(pid: number): Promise<void>;
}

/** Milliseconds for a worker to exit after its last message. */
const GRACE = 1000;
/** Characters of output to examine if it dies. */
const TAIL = 4000;

const never: Every = () => () => undefined;

/** Resolves after the exit and all messages; never rejects. */
export function superviseWorker(options: Supervised): Promise<Outcome> {
  const { launch, job, logFile, stop, kill, onMessage } = options;
  let worker: WorkerHandle;
  try {
    worker = launch({ env: options.env, entry: options.entry, task: taskOf(job) });
  } catch (error) {
    return Promise.resolve({
      state: 'failed',
      message: describeDeath({ code: null, signal: null, error: String(error) }, '', false),
    });
  }
  let outcome: Outcome | undefined;
  let ready = false;
  let at: MessageOrText | undefined;
  let output = '';
  let logging = Promise.resolve();
  const last = (end: Outcome) => {
    outcome = end;
    setTimeout(() => worker.kill(), GRACE).unref();
  };
  const watchdog = new Watchdog(
    (said) => {
      outcome ??= { state: 'interrupted', message: said };
      worker.kill();
    },
    isInspected() ? never : options.every,
  );
  worker.onMessage((message) => {
    watchdog.progressed();
    at = activityOf(message) ?? at;
    if (message.type === 'ready') {
      ready = true;
      void begin();
    }
    if (message.type === 'ended') {
      const { type, ...end } = message;
      last(end);
    }
    if (message.type === 'failed') {
      const { type, ...rest } = message;
      last({ state: type, ...rest });
    }
    onMessage(message);
  });
  worker.onOutput((printed) => {
    watchdog.alive();
    const text = withoutBeats(printed);
    if (text === '') return;
    output = (output + text).slice(-TAIL);
    // A log that cannot be written must not end the training.
    logging = logging.then(() => appendText(logFile, text)).catch(() => undefined);
  });
  const begin = async () => {
    // The training itself reports a full disk.
    if (worker.pid !== undefined) await options.launched?.(worker.pid).catch(() => undefined);
    worker.send({ type: 'train', job });
  };
  const askToStop = () => worker.send({ type: 'stop' });
  const end = () => worker.kill();
  if (stop.aborted) askToStop();
  if (kill.aborted) end();
  stop.addEventListener('abort', askToStop);
  kill.addEventListener('abort', end);
  return new Promise((resolve) => {
    worker.onExit((exit) => {
      watchdog.stop();
      stop.removeEventListener('abort', askToStop);
      kill.removeEventListener('abort', end);
      const died: Outcome = {
        // If it was never ready, its work is not the cause.
        state: ready || exit.signal !== null ? 'interrupted' : 'failed',
        message: describeDeath(exit, output, ready, {
          doing: at,
          keepsNothing: !('runFolder' in job) || job.rangeTest !== undefined || job.stepProbe === true,
          device: job.engine.device,
        }),
        ...(!kill.aborted && job.engine.device === 'gpu' && crashOf(exit) ? { tryCpu: true } : {}),
        ...(!kill.aborted && wasOutOfMemory(exit, output) ? { outOfMemory: true } : {}),
      };
      void logging.then(() => resolve(outcome ?? died));
    });
  });
}

function taskOf(job: AnyJob): ProcessTask {
  if ('preview' in job) return 'preview';
  if ('speedProbe' in job || 'shareProbe' in job) return 'speed probe';
  if ('predict' in job) return 'prediction';
  if ('surface' in job) return 'loss surface';
  if (job.stepProbe) return 'step probe';
  return job.rangeTest ? 'range test' : 'training';
}

interface Task extends Pick<Supervised, 'launch' | 'entry' | 'onMessage'> {
  signal: AbortSignal;
  /** Names the temporary folder. */
  name: string;
  /** "The preview" */
  purpose: Message;
  job(folder: string): AnyJob;
}

/** A job without a run folder: it gets a temporary one. */
export async function superviseTask(task: Task): Promise<Outcome> {
  const { signal, name, purpose, job: jobIn, ...worker } = task;
  const folder = await temporaryFolder(`skipwire-${name}-`, purpose);
  try {
    const job = jobIn(folder);
    const { env } = job.engine;
    const { log: logFile } = runFolder(folder);
    return await superviseWorker({ ...worker, env, job, logFile, stop: signal, kill: signal });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
