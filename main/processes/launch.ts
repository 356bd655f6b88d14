/**
 * Starts a child process: the training worker or the report process. The browser host and the CLI fork; Electron
 * passes a launcher with the same shape.
 */
import { fork, type Serializable } from 'node:child_process';
import { bundledEntry } from './bundled-entry';
import { inspectFlags } from './inspect';

export interface ProcessExit {
  code: number | null;
  signal: string | null;
  /** Why it could not start. */
  error?: string;
}

/** @typeParam To messages to the process. @typeParam From messages from it. */
export interface ProcessHandle<To, From> {
  readonly pid: number | undefined;
  /** Does nothing if the process is gone. */
  send(message: To): void;
  onMessage(listener: (message: From) => void): void;
  /** Everything it prints, TensorFlow's messages included. */
  onOutput(listener: (text: string) => void): void;
  /** Called once, after the last message and output. */
  onExit(listener: (exit: ProcessExit) => void): void;
  kill(): void;
}

/** What a process does. */
export type ProcessTask =
  | 'training'
  | 'range test'
  | 'preview'
  | 'speed probe'
  | 'step probe'
  | 'prediction'
  | 'loss surface'
  | 'export check'
  | 'data set report'
  | 'import';

export interface LaunchOptions {
  /** Added to this process's variables (Engine.env). */
  env: Readonly<Record<string, string>>;
  entry: string;
  /** The system's list of processes shows it, where the host can say it. */
  task: ProcessTask;
}

export type Launch<To, From> = (options: LaunchOptions) => ProcessHandle<To, From>;

export type LaunchProcess = <To, From>(options: LaunchOptions) => ProcessHandle<To, From>;

export const workerEntry = (): string => bundledEntry('worker.cjs');

export const launchProcess: LaunchProcess = <To, From>({
  env,
  entry,
}: LaunchOptions): ProcessHandle<To, From> => {
  const child = fork(entry, [], {
    env: { ...process.env, ...env },
    // Not this process's flags: the child's --inspect would use the same port.
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
  // Not `exit`: `close` comes after all messages and output.
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
