/**
 * What one process asks of another that trains a run: request.json in the run's folder, which the owner looks for while
 * the run is queued or trained, and removes as its answer. A folder is all that the two are sure to share: it serves
 * windows, terminals and machines with one data folder alike.
 */

import { rm } from 'node:fs/promises';
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
  /** How the run is to end. */
  as: z.enum(['stopped', 'paused']),
  /** The token of the owner that is asked: later owners ignore the request. */
  token: z.string().optional(),
});

/** Bytes. */
const MOST = 65_536;
const LOOK_EVERY = 100;
/** Milliseconds in which an owner answers that is neither hung nor of a version that knows no requests. */
const ANSWER_WITHIN = 10_000;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));

/** Asks the owner and waits until it has heard. @throws Refusal when it does not answer. */
export async function askOwner(
  folder: RunFolder,
  id: string,
  owner: Owner,
  as: Ending,
  within = ANSWER_WITHIN,
): Promise<void> {
  await writeJson(folder.request, { as, token: owner.token });
  for (const until = Date.now() + within; Date.now() < until; ) {
    if ((await textIfThere(folder.request, MOST)) === undefined) return;
    // Its run has ended meanwhile, one way or another.
    if ((await livingOwner(folder))?.token !== owner.token) break;
    await pause();
  }
  await rm(folder.request, { force: true });
  if ((await livingOwner(folder))?.token !== owner.token) return;
  refuse('runs.silentOwner', { id, owner: ownerWords(owner) });
}

/** What this owner is asked for, taken from the folder; undefined where it is nothing. */
export async function takeRequest(folder: RunFolder, token: string): Promise<Ending | undefined> {
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
  return request?.token === token ? request.as : undefined;
}
