/**
 * Launches workers that share one process, kept-worker.ts, for tests of what comes of a training. To its host each looks
 * like a process of its own; a kill is a real one, and the next worker gets a new process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { LaunchOptions, ProcessExit } from '../../main/processes/launch';
import type { FromWorker, LaunchWorker, WorkerHandle } from '../../main/training/protocol/messages';
import { bundled } from './bundled';

export class KeptLauncher {
  private child: ChildProcess | undefined;
  private entry: string | undefined;
  private variables = '';

  readonly launch: LaunchWorker = ({ env }) => {
    const messages: ((message: FromWorker) => void)[] = [];
    const outputs: ((text: string) => void)[] = [];
    const exits: ((exit: ProcessExit) => void)[] = [];
    const child = this.process(env);
    let exit: ProcessExit | undefined;
    const ended = (how: ProcessExit) => {
      if (exit) return;
      exit = how;
      child.off('message', received).off('close', closed);
      for (const stream of [child.stdout, child.stderr]) stream?.off('data', printed);
      for (const listener of exits) listener(how);
    };
    const received = (message: unknown) => {
      const said = message as FromWorker;
      for (const listener of messages) listener(said);
      if (said.type === 'ended' || said.type === 'failed') {
        setImmediate(ended, { code: said.type === 'failed' ? 1 : 0, signal: null });
      }
    };
    const printed = (text: string) => {
      for (const listener of outputs) listener(text);
    };
    const closed = (code: number | null, signal: string | null) => ended({ code, signal });
    child.on('message', received).on('close', closed);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', printed);
    // As if it had just started.
    setImmediate(received, { type: 'ready' });
    return {
      pid: child.pid,
      send: (message) => {
        if (child.connected && !exit) child.send(message, () => undefined);
      },
      onMessage: (listener) => messages.push(listener),
      onOutput: (listener) => outputs.push(listener),
      onExit: (listener) => (exit ? listener(exit) : exits.push(listener)),
      kill: () => {
        if (!exit) child.kill('SIGKILL');
      },
    } satisfies WorkerHandle;
  };

  close(): void {
    if (this.child?.connected) this.child.disconnect();
  }

  /** The one that is there, unless it was killed or would have other variables. */
  private process(env: LaunchOptions['env']): ChildProcess {
    const all = { ...process.env, ...env };
    const variables = JSON.stringify(all);
    const { child } = this;
    if (child?.connected && !child.killed && variables === this.variables) return child;
    if (child?.connected) child.disconnect();
    this.entry ??= bundled('kept-worker');
    this.variables = variables;
    this.child = fork(this.entry, [], { env: all, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.setEncoding('utf8');
    return this.child;
  }
}
