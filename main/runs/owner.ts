/**
 * Which process trains a run: owner.json in its folder while the run is queued or running. A process id alone would
 * be given to another process one day, so the start of the process is kept beside it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { codeOf } from './atomic';

export const ownerSchema = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  /** Tells this process from a later one with the same id; empty where the system cannot say. */
  started: z.string(),
});
export type Owner = z.infer<typeof ownerSchema>;

/** When the process started, in the system's own words; undefined when there is no such process. */
export function processStart(pid: number): string | undefined {
  if (!exists(pid)) return undefined;
  try {
    if (process.platform === 'linux') {
      // Field 22, counted after the command, which may itself hold blanks and parentheses.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot} ${ticks}`;
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

export function currentOwner(): Owner {
  return { pid: process.pid, host: hostname(), started: processStart(process.pid) ?? '' };
}

/** A process on another machine (a shared folder) cannot be asked and counts as alive. */
export function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true;
  const started = processStart(owner.pid);
  return started !== undefined && started === owner.started;
}
