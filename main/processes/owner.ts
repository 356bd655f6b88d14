/** The process that owns a run (owner.json). Ids of processes are reused, so its start time is stored too. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { codeOf } from '../../core/basics/errors';
import { type Message, message } from '../../core/messages';

const processSchema = z.object({
  pid: z.number().int().positive(),
  /** Distinguishes processes with the same id; empty if unknown. */
  started: z.string(),
});

export const ownerSchema = processSchema.extend({
  host: z.string(),
  /** `cli`, `browser` or `electron`. This and all below: absent in files of older versions. */
  app: z.string().optional(),
  /** New each time a run is taken. */
  token: z.string().optional(),
  /** The run, to recognize a copied folder. */
  run: z.string().optional(),
  /** The training process, which may outlive its host by a step. */
  worker: processSchema.optional(),
});
export type Owner = z.infer<typeof ownerSchema>;
export type TakenOwner = Owner & { token: string };

/** Start time as the system states it; undefined if there is no such process. */
export function processStart(pid: number): string | undefined {
  if (!exists(pid)) return undefined;
  try {
    if (process.platform === 'linux') {
      // Field 22, counted after the command, which may contain spaces and parentheses.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie.
      if (state === 'Z') return undefined;
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot} ${fields[18]}`;
    }
    if (process.platform === 'darwin') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
  } catch {
    return exists(pid) ? '' : undefined;
  }
  return '';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param app `cli`, `browser` or `electron`. */
export function currentOwner(run?: string, app?: string): TakenOwner {
  return {
    pid: process.pid,
    host: hostname(),
    started: processStart(process.pid) ?? '',
    token: randomUUID(),
    ...(run === undefined ? {} : { run }),
    ...(app === undefined ? {} : { app }),
  };
}

/** Whether its process is one of this machine. */
export const isHere = ({ host }: Pick<Owner, 'host'>): boolean => host === hostname();

/** Processes on other machines count as alive. */
export const isAlive = (owner: Owner): boolean => !isHere(owner) || isSame(owner);

const isSame = ({ pid, started }: z.infer<typeof processSchema>): boolean => {
  const now = processStart(pid);
  return now !== undefined && now === started;
};

const WINDOWS: readonly (string | undefined)[] = ['browser', 'electron'];

/** "the command line (process 4711)", "a window (process 4711 on another-machine)". */
export const ownerWords = ({ app, pid, host }: Owner): Message =>
  message('runs.owner', {
    app: WINDOWS.includes(app) ? 'window' : (app ?? 'unknown'),
    pid,
    host: host === hostname() ? '' : host,
    place: host === hostname() ? 'here' : 'elsewhere',
  });

/** Milliseconds between checks of a process that was killed, and their number. */
const LOOK_EVERY = 20;
const LOOKS = 250;

/** Kills a dead owner's worker, which would otherwise write until its step is done. @returns false if that fails. */
export async function endWorkerOf({ host, worker }: Owner): Promise<boolean> {
  if (!worker || host !== hostname() || !isSame(worker)) return true;
  // Without its start time it could be any process.
  if (worker.started === '') return false;
  for (let look = 0; look < LOOKS; look++) {
    try {
      process.kill(worker.pid, 'SIGKILL');
    } catch {
      return !isSame(worker);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    if (!isSame(worker)) return true;
  }
  return false;
}
