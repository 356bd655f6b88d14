/** Runs a program with its output line by line. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface CommandResult {
  /** Exit code; null when the program did not start or was killed. */
  code: number | null;
  /** The signal that ended it, if one did. */
  signal: NodeJS.Signals | null;
  output: string;
  /** True when there is no such program. */
  missing: boolean;
}

export interface CommandOptions {
  cwd?: string;
  env?: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
  onLine?(line: string): void;
  /** Milliseconds after which the program is killed. */
  timeout?: number;
}

/** Throws only when aborted. */
export function runCommand(
  program: string,
  args: readonly string[],
  { cwd, env, signal, onLine, timeout }: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const lines: string[] = [];
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const abort = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', abort, { once: true });
    // Not spawn's own timeout, which keeps running, and this process alive, when there is no such program.
    const timer = timeout === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeout);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        onLine?.(line);
      });
    }
    const finish = (code: number | null, ended: NodeJS.Signals | null, missing: boolean) => {
      signal?.removeEventListener('abort', abort);
      clearTimeout(timer);
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code, signal: ended, output: lines.join('\n'), missing });
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      lines.push(error.message);
      finish(null, null, error.code === 'ENOENT');
    });
    child.once('close', (code, ended) => finish(code, ended, false));
  });
}
