/** Runs shell commands on this machine, or on another one through the program ssh. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { message } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import { quote } from '../../basics/shell-quote';
import { NotNow } from '../executor';

export interface ShellResult {
  /** Null if a signal ended it. */
  code: number | null;
  output: string;
  errors: string;
}

export interface Shell {
  /** The machine's name; undefined: this one. */
  readonly host: string | undefined;
  open(script: string): ChildProcessWithoutNullStreams;
}

export const localShell: Shell = {
  host: undefined,
  open: (script) => spawn('sh', ['-c', script], { env: process.env }),
};

/**
 * No question is asked, so a key or an agent must answer for the user; an unknown or changed host is refused. Everything else is
 * as the user's ~/.ssh/config says.
 */
const SSH = [
  ['BatchMode', 'yes'],
  ['StrictHostKeyChecking', 'yes'],
  ['ConnectTimeout', '15'],
  ['ServerAliveInterval', '10'],
  ['ServerAliveCountMax', '3'],
].flatMap(([name, value]) => ['-o', `${name}=${value}`]);

export const sshShell = (host: string): Shell => ({
  host,
  open: (script) =>
    spawn('ssh', ['-T', ...SSH, '--', host, `exec sh -c ${quote(script)}`], { env: process.env }),
});

/** The exit code of the program ssh when it failed itself. */
export const SSH_FAILED = 255;
/** Above a connection's banner and what profiles print. */
const BEGIN = '@@skipwire@@';

export const MOST_OUTPUT = 16 * 1024 * 1024;

/** Reads a stream up to its end. */
async function textOf(stream: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= MOST_OUTPUT) parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/**
 * @param input what the script reads.
 * @throws Refusal if the machine cannot be reached, or there is no ssh.
 */
export async function runIn(
  shell: Shell,
  script: string,
  { input, signal }: { input?: Readable | undefined; signal?: AbortSignal | undefined } = {},
): Promise<ShellResult> {
  signal?.throwIfAborted();
  const child = shell.open(`echo ${BEGIN}; ${script}`);
  const abort = () => child.kill();
  signal?.addEventListener('abort', abort, { once: true });
  const started = startOf(child, shell);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  try {
    await started;
    const sent = input
      ? // The script's own error says more than a broken pipe.
        pipeline(input, child.stdin).catch(() => undefined)
      : Promise.resolve(child.stdin.end());
    const [output, errors, code] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      ended,
      sent,
    ]);
    signal?.throwIfAborted();
    if (shell.host !== undefined && code === SSH_FAILED) throw unreachable(shell.host, errors);
    return { code, output: output.slice(output.indexOf(BEGIN) + BEGIN.length + 1), errors };
  } finally {
    signal?.removeEventListener('abort', abort);
    input?.destroy();
  }
}

/** @throws Refusal if the program cannot be started. */
export function startOf(child: ChildProcessWithoutNullStreams, { host }: Shell): Promise<void> {
  // A process that ends early must not end this one.
  child.stdin.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT'
          ? new Refusal(message('executors.shell.missing', { program: host === undefined ? 'sh' : 'ssh' }))
          : error,
      ),
    );
  });
}

/** Why the program ssh could not connect: its own words, and what to do about them. */
export class Unreachable extends NotNow {}

export function unreachable(host: string, errors: string): Unreachable {
  const said = errors.trim().split('\n').filter(Boolean).at(-1)?.trim() ?? '';
  const advice = /host key|REMOTE HOST IDENTIFICATION/i.test(errors)
    ? 'key'
    : /permission denied/i.test(errors)
      ? 'denied'
      : 'other';
  return new Unreachable(
    message('executors.shell.unreachable', { host, advice, said: said.replace(/\.$/, '') }),
  );
}
