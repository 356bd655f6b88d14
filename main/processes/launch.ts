/**
 * Starts a process of our own: the training worker, or the one that computes reports. The browser host and the CLI fork;
 * the Electron host passes a launcher of its own (utilityProcess) with the same shape.
 */
import { fork, type Serializable } from 'node:child_process';
import { bundledEntry } from './bundled-entry';
import { inspectFlags } from './inspect';

export interface ProcessExit {
  code: number | null;
  signal: string | null;
  /** Why it could not be started at all. */
  error?: string;
}

/** @typeParam To messages to the process. @typeParam From messages that it sends. */
export interface ProcessHandle<To, From> {
  readonly pid: number | undefined;
  /** Nothing happens when the worker is gone already; `onExit` tells. */
  send(message: To): void;
  onMessage(listener: (message: From) => void): void;
  /** What the process prints, TensorFlow's own messages included. */
  onOutput(listener: (text: string) => void): void;
  /** Once, after the last message and the last output. */
  onExit(listener: (exit: ProcessExit) => void): void;
  /** At once, without asking. */
  kill(): void;
}

export interface LaunchOptions {
  /** On top of this process's own variables (Engine.env). */
  env: Readonly<Record<string, string>>;
  /** The bundled worker.ts. */
  entry: string;
}

export type Launch<To, From> = (options: LaunchOptions) => ProcessHandle<To, From>;

/** Starts any of them: the entry decides which messages there are. */
export type LaunchProcess = <To, From>(options: LaunchOptions) => ProcessHandle<To, From>;

/** `worker.cjs`, see `bundledEntry`. */
export const workerEntry = (): string => bundledEntry('worker.cjs');

export const launchProcess: LaunchProcess = <To, From>({
  env,
  entry,
}: LaunchOptions): ProcessHandle<To, From> => {
  const child = fork(entry, [], {
    env: { ...process.env, ...env },
    // Not the flags of this process: a worker that took over its --inspect would ask for the same port.
    execArgv: inspectFlags(),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let exit: ProcessExit | undefined;
  const exitListeners: ((exit: ProcessExit) => void)[] = [];
  const ended = (how: ProcessExit) => {
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
      if (child.connected) child.send(message as Serializable, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', (message) => listener(message as From));
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
