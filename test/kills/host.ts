/** `skipwire serve` in a process of its own, to be killed, and pages of it without a browser. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { Contract } from '../../core/contract';
import { linkOf, newToken } from '../../main/hosts/access';
import { hostKey } from '../../main/hosts/host-folder';
import { greet, originOf, type Session, signIn } from '../unit/hosts/page';

export type Client = ContractRouterClient<Contract>;

export interface Host {
  process: ChildProcess;
  port: number;
  /** All that it wrote on its streams. */
  said(): string;
}

/** @throws Error with what it said, when it ends before it serves. */
export async function startHost(root: string, data: string, port: number, cache?: string): Promise<Host> {
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', join(root, 'build', 'main', 'cli.cjs'), 'serve', '--port', String(port)],
    {
      env: { ...process.env, SKIPWIRE_DATA: data, ...(cache && { SKIPWIRE_CACHE: cache }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const found = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code, signal) =>
      reject(new Error(`The host ended with ${code ?? signal}: ${output}`)),
    );
  });
  return { process: child, port: Number(address), said: () => output };
}

export async function kill({ process: child }: Host): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

export interface Page {
  client: Client;
  /** As when its process is killed: nothing is said any more, and no answer is heard. */
  drop(): void;
}

export const newLink = async (data: string, port: number): Promise<string> =>
  linkOf(port, newToken(await hostKey(join(data, 'browser-host')), port));

let session: Session | undefined;

/** A page without a browser; all of them share one session, which outlives the host. */
export async function openPage(data: string, port: number): Promise<Page> {
  const link = await newLink(data, port);
  session ??= await signIn({ port, newLink: () => link });
  const { protocols } = await greet(port, session);
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, protocols, { origin: originOf(port) });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  socket.on('error', () => undefined);
  const client = createORPCClient<Client>(new RPCLink({ websocket: socket as never }));
  return { client, drop: () => socket.terminate() };
}
