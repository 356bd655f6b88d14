/** A real sshd on 127.0.0.1 with keys of its own, and an `ssh` in the PATH that knows it as the host `elsewhere`. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { until } from '../eventually';
import type { Need } from '../needs';

const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find(existsSync);

export const sshd: Need = {
  met: process.platform === 'linux' && SSHD !== undefined,
  what: 'sshd (apt-get install openssh-server)',
};

export interface Sshd {
  host: string;
  /** Lets this many more bytes come from there, and then none. */
  stallAfter(bytes: number): void;
  /** Ends all connections and refuses new ones, as a network that is cut. */
  cut(): Promise<void>;
  /** Accepts connections again, and stalls no longer. */
  join(): Promise<void>;
  /** Takes the host's key away from those that are known. */
  forget(): void;
  /** Another key than the host's is known. */
  change(): void;
  stop(): Promise<void>;
}

/** @param env of the commands there. */
export async function startSshd(folder: string, env: Readonly<Record<string, string>>): Promise<Sshd> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (name: string) => join(folder, name);
  for (const name of ['host-key', 'user-key']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
  }
  const port = await freePort();
  const network = await startNetwork(port);
  writeFileSync(at('authorized-keys'), readFileSync(at('user-key.pub')), { mode: 0o600 });
  const known = `[127.0.0.1]:${network.port} ${readFileSync(at('host-key.pub'), 'utf8')}`;
  writeFileSync(at('known-hosts'), known);
  writeFileSync(
    at('sshd.conf'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host-key')}`,
      `AuthorizedKeysFile ${at('authorized-keys')}`,
      `PidFile ${at('pid')}`,
      'PasswordAuthentication no',
      'StrictModes no',
      'UsePAM no',
      'AcceptEnv none',
      `SetEnv ${Object.entries(env)
        .map(([name, value]) => `"${name}=${value}"`)
        .join(' ')}`,
      '',
    ].join('\n'),
  );
  writeFileSync(
    at('config'),
    [
      'Host elsewhere',
      '  HostName 127.0.0.1',
      `  Port ${network.port}`,
      `  User ${userInfo().username}`,
      `  IdentityFile ${at('user-key')}`,
      '  IdentitiesOnly yes',
      `  UserKnownHostsFile ${at('known-hosts')}`,
      '  GlobalKnownHostsFile /dev/null',
      '',
    ].join('\n'),
  );
  const real = execFileSync('sh', ['-c', 'command -v ssh'], { encoding: 'utf8' }).trim();
  mkdirSync(at('bin'));
  writeFileSync(at('bin/ssh'), `#!/bin/sh\nexec ${real} -F '${at('config')}' "$@"\n`, { mode: 0o755 });
  const path = process.env.PATH;
  process.env.PATH = [at('bin'), path].join(delimiter);
  let daemon: ChildProcess | undefined;
  const begin = async () => {
    // Needed where it starts as root.
    if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
    // A group of its own, which its connections are not in.
    daemon = spawn(SSHD ?? 'sshd', ['-D', '-e', '-f', at('sshd.conf')], { stdio: 'ignore' });
    await until(() => answers(port));
  };
  const end = async () => {
    const ended = daemon;
    daemon = undefined;
    if (!ended?.pid) return;
    const children = childrenOf(ended.pid);
    ended.kill();
    for (const pid of children) killTree(pid);
    await until(async () => !(await answers(port)));
  };
  await begin();
  return {
    host: 'elsewhere',
    stallAfter: network.stallAfter,
    cut: end,
    join() {
      network.stallAfter(Number.POSITIVE_INFINITY);
      return begin();
    },
    forget: () => writeFileSync(at('known-hosts'), ''),
    change: () =>
      writeFileSync(
        at('known-hosts'),
        `[127.0.0.1]:${network.port} ${readFileSync(at('user-key.pub'), 'utf8')}`,
      ),
    async stop() {
      await end();
      network.close();
      process.env.PATH = path;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Processes of its connections; what they started detached is not below them. */
function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

function killTree(pid: number): void {
  let below: number[] = [];
  try {
    below = childrenOf(pid);
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
  for (const one of below) killTree(one);
}

/** What lies between the program ssh and the sshd. */
async function startNetwork(to: number) {
  let left = Number.POSITIVE_INFINITY;
  const waiting = new Set<Socket>();
  const server = createServer((near) => {
    const far = createConnection(to, '127.0.0.1');
    near.pipe(far);
    far.on('data', (part) => {
      near.write(part.subarray(0, left));
      const rest = part.subarray(left);
      left = Math.max(0, left - part.length);
      if (left > 0) return;
      waiting.add(far);
      far.pause();
      if (rest.length > 0) far.unshift(rest);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => {
        waiting.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server),
    stallAfter(bytes: number) {
      left = bytes;
      for (const far of waiting) far.resume();
      waiting.clear();
    },
    close: () => server.close(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    const end = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
