/**
 * Requests to the process that owns a run, such as to stop: request.json in the run's folder. The owner deletes it as
 * its answer. The folder is all that windows, terminals and machines surely share.
 */

import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Refusal, refuse } from '../basics/refusal';
import { writeJson } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { textIfThere } from '../disk/regular-file';
import { type Owner, ownerWords } from '../processes/owner';
import type { RunFolder } from './folder';
import { livingOwner } from './ownership';

export type Ending = 'stopped' | 'paused';

const requestSchema = z.object({
  as: z.enum(['stopped', 'paused']),
  /** Only this run; without it, a run in training ends its study. */
  alone: z.boolean().optional(),
  /** The owner's token: later owners ignore the request. */
  token: z.string().optional(),
});
export type Requested = Omit<z.infer<typeof requestSchema>, 'token'>;

/** Bytes. */
const MOST = 65_536;
const LOOK_EVERY = 100;
/** Milliseconds. Hung owners and older versions do not answer. */
const ANSWER_WITHIN = 10_000;

/** Waits for the owner's answer. @throws Refusal without one. */
export async function askOwner(
  folder: RunFolder,
  id: string,
  owner: Owner,
  asked: Requested,
  within = ANSWER_WITHIN,
): Promise<void> {
  await writeJson(folder.request, { ...asked, token: owner.token });
  for (const until = Date.now() + within; Date.now() < until; ) {
    if ((await textIfThere(folder.request, MOST)) === undefined) return;
    // The run has ended.
    if ((await livingOwner(folder))?.token !== owner.token) break;
    await sleep(LOOK_EVERY);
  }
  await rm(folder.request, { force: true });
  if ((await livingOwner(folder))?.token !== owner.token) return;
  refuse('runs.silentOwner', { id, owner: ownerWords(owner) });
}

/** @returns undefined without a request. */
export async function takeRequest(folder: RunFolder, token: string): Promise<Requested | undefined> {
  let text: string | undefined;
  try {
    text = await textIfThere(folder.request, MOST);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
  if (text === undefined) return undefined;
  await rm(folder.request, { force: true });
  const request = requestSchema.safeParse(parseJson(text)).data;
  if (request?.token !== token) return undefined;
  const { token: _, ...asked } = request;
  return asked;
}
