/**
 * Exclusive ownership of a run. A process writes a claim with a unique name, then lists the others; it becomes the
 * owner only while no other living process has a claim. If two claim at once, at least one sees the other, so there
 * are never two owners: the lower name waits, the other withdraws. Claims of dead processes are removed.
 */

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../../core/basics/errors';
import { message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { writeJson } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { readText } from '../disk/regular-file';
import { timeOf } from '../disk/sweep';
import {
  currentOwner,
  endWorkerOf,
  isAlive,
  type Owner,
  ownerSchema,
  ownerWords,
  processStart,
  type TakenOwner,
} from '../processes/owner';
import type { RunFolder } from './folder';

const CLAIM = /^claim-[0-9a-f-]+\.json$/;
/** Milliseconds after which a claim from another machine is considered abandoned. */
const OLD_CLAIM = 60_000;
/** Claims last milliseconds; one that outlasts this many checks belongs to a hung process. */
const LOOKS = 300;
const LOOK_EVERY = 10;
/** Bytes; an owner has 400. */
const MOST = 65_536;

export class RunInUse extends Refusal {
  constructor(
    id: string,
    readonly owner: Owner,
  ) {
    super(message('runs.inUse.by', { id, owner: ownerWords(owner) }));
    this.name = 'RunInUse';
  }
}

/** Undefined if unreadable, or copied from another run's folder. */
export async function readOwner({ path, owner }: RunFolder): Promise<Owner | undefined> {
  const found = await readOwnerFile(owner);
  const name = path.split(/[\\/]/).at(-1);
  return found?.run === undefined || found.run === name ? found : undefined;
}

async function readOwnerFile(path: string): Promise<Owner | undefined> {
  try {
    return ownerSchema.safeParse(parseJson(await readText(path, MOST))).data;
  } catch {
    return undefined;
  }
}

/** The process that trains the run, if it is alive. */
export async function livingOwner(folder: RunFolder): Promise<Owner | undefined> {
  const owner = await readOwner(folder);
  return owner && isAlive(owner) ? owner : undefined;
}

/** @throws RunInUse if a process (even this one) owns the run; Refusal if the run was deleted. */
export async function takeRun(folder: RunFolder, id: string, app?: string): Promise<TakenOwner> {
  const me = currentOwner(id, app);
  const name = `claim-${me.token}.json`;
  const claim = join(folder.path, name);
  for (let look = 0; look < LOOKS; look++) {
    await writeOrDeleted(claim, me, id);
    try {
      if (await isAlone(folder, name)) {
        // While our claim exists nobody else becomes the owner.
        const before = await readOwner(folder);
        if (before && isAlive(before)) throw new RunInUse(id, before);
        if (before && !(await endWorkerOf(before))) {
          refuse('runs.orphanWorker', { pid: String(before.worker?.pid), id });
        }
        await writeOrDeleted(folder.owner, me, id);
        return me;
      }
    } finally {
      await rm(claim, { force: true });
    }
    await pause();
  }
  refuse('runs.claimed', { id });
}

async function writeOrDeleted(path: string, me: Owner, id: string): Promise<void> {
  try {
    await writeJson(path, me);
  } catch (error) {
    throw codeOf(error) === 'ENOENT' ? new Refusal(message('runs.deleted', { id })) : error;
  }
}

/** @returns false if this process must withdraw. */
async function isAlone(folder: RunFolder, name: string): Promise<boolean> {
  for (let look = 0; look < LOOKS; look++) {
    const others = await otherClaims(folder, name);
    if (others.length === 0) return true;
    if (others.some((other) => other < name)) return false;
    await pause();
  }
  return false;
}

async function otherClaims({ path }: RunFolder, own: string): Promise<string[]> {
  const found: string[] = [];
  // Renamed, to be deleted.
  for (const name of await readdir(path).catch(() => [])) {
    if (!CLAIM.test(name) || name === own) continue;
    const claim = join(path, name);
    const owner = await readOwnerFile(claim);
    // Withdrawn.
    if (!owner) continue;
    const written = await timeOf(claim);
    const remote = owner.host !== currentOwner().host;
    const old = remote && written > 0 && Date.now() - written > OLD_CLAIM;
    if (isAlive(owner) && !old) found.push(name);
    else await rm(claim, { force: true });
  }
  return found;
}

const pause = (): Promise<void> => sleep(LOOK_EVERY * (0.5 + Math.random()));

export async function holdWorker(folder: RunFolder, token: string, pid: number): Promise<void> {
  const owner = await readOwnerFile(folder.owner);
  if (owner?.token !== token) return;
  const worker = { pid, started: processStart(pid) ?? '' };
  await writeJson(folder.owner, { ...owner, worker } satisfies Owner);
}

export async function releaseRun(folder: RunFolder, token: string): Promise<void> {
  const owner = await readOwnerFile(folder.owner);
  if (owner?.token === token) await rm(folder.owner, { force: true });
}
