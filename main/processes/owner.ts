/**
 * Which process trains a run: owner.json in its folder while the run is queued or running. A process id alone would
 * be given to another process one day, so the start of the process is kept beside it.
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { codeOf } from '../../core/basics/errors';

const processSchema = z.object({
  pid: z.number().int().positive(),
  /** Tells this process from a later one with the same id; empty where the system cannot say. */
  started: z.string(),
});

export const ownerSchema = processSchema.extend({
  host: z.string(),
  /** What Skipwire runs in; absent in files of older versions, as are the fields below. */
  app: z.string().optional(),
  /** One for each time that a run is taken. */
  token: z.string().optional(),
  /** The run, so that a copy of its folder is not taken for owned. */
  run: z.string().optional(),
  /** The process that trains, once it is launched: it may outlive its host by a step. */
  worker: processSchema.optional(),
});
export type Owner = z.infer<typeof ownerSchema>;
/** As this version writes it. */
export type TakenOwner = Owner & { token: string };

/** When the process started, in the system's own words; undefined when there is no such process. */
export function processStart(pid: number): string | undefined {
  if (!exists(pid)) return undefined;
  try {
    if (process.platform === 'linux') {
      // Field 22, counted after the command, which may itself hold blanks and parentheses.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // Ended, though its parent has not looked yet.
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

/** @param run whose owner this process is. @param app what Skipwire runs in: `cli`, `browser`, `electron`. */
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

/** A process on another machine (a shared folder) cannot be asked and counts as alive. */
export const isAlive = (owner: Owner): boolean => owner.host !== hostname() || isSame(owner);

const isSame = ({ pid, started }: z.infer<typeof processSchema>): boolean => {
  const now = processStart(pid);
  return now !== undefined && now === started;
};

/** "the command line (process 4711)", "a window (process 4711 on another-machine)". */
export function ownerWords({ app, pid, host }: Owner): string {
  const where = host === hostname() ? '' : ` on ${host}`;
  const what =
    app === 'cli'
      ? 'the command line'
      : app === 'browser' || app === 'electron'
        ? 'a window'
        : 'another Skipwire';
  return `${what} (process ${pid}${where})`;
}

/** Milliseconds between looks at a process that is being ended, and how often. */
const LOOK_EVERY = 20;
const LOOKS = 250;

/**
 * Ends what the dead owner's worker still does: one that is in the middle of a step hears of its host's end only when the
 * step is done, and would go on writing. @returns false where it cannot be ended.
 */
export async function endWorkerOf({ host, worker }: Owner): Promise<boolean> {
  if (!worker || host !== hostname() || !isSame(worker)) return true;
  // Without its start it could be anybody's process.
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
