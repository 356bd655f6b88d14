/**
 * Starts the training worker, a process of its own. The browser host and the CLI fork; the Electron host passes a
 * launcher of its own (utilityProcess) with the same shape.
 */
import { fork } from 'node:child_process';
import { bundledEntry } from '../bundled-entry';
import { inspectFlags } from './inspect';
import type { FromWorker, ToWorker } from './protocol';

export interface WorkerExit {
  code: number | null;
  signal: string | null;
  /** Why it could not be started at all. */
  error?: string;
}

export interface WorkerHandle {
  readonly pid: number | undefined;
  /** Nothing happens when the worker is gone already; `onExit` tells. */
  send(message: ToWorker): void;
  onMessage(listener: (message: FromWorker) => void): void;
  /** What the process prints, TensorFlow's own messages included. */
  onOutput(listener: (text: string) => void): void;
  /** Once, after the last message and the last output. */
  onExit(listener: (exit: WorkerExit) => void): void;
  /** At once, without asking. */
  kill(): void;
}

export interface LaunchOptions {
  /** On top of this process's own variables (Engine.env). */
  env: Readonly<Record<string, string>>;
  /** The bundled worker.ts. */
  entry: string;
}

export type LaunchWorker = (options: LaunchOptions) => WorkerHandle;

/** `worker.cjs`, see `bundledEntry`. */
export const workerEntry = (): string => bundledEntry('worker.cjs');

export const launchWorker: LaunchWorker = ({ env, entry }) => {
  const child = fork(entry, [], {
    env: { ...process.env, ...env },
    // Not the flags of this process: a worker that took over its --inspect would ask for the same port.
    execArgv: inspectFlags(),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let exit: WorkerExit | undefined;
  const exitListeners: ((exit: WorkerExit) => void)[] = [];
  const ended = (how: WorkerExit) => {
    if (exit) return;
    exit = how;
    for (const listener of exitListeners) listener(how);
  };
  // `close`, not `exit`: it comes after everything that was sent and printed.
  child.on('close', (code, signal) => ended({ code, signal }));
  child.on('error', (error) => {
    if (child.pid === undefined) ended({ code: null, signal: null, error: error.message });
  });
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', (message) => listener(message as FromWorker));
    },
    onOutput: (listener) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => listener(text));
      }
    },
    onExit: (listener) => {
      if (exit) listener(exit);
      else exitListeners.push(listener);
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
};
