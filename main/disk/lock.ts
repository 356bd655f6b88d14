/** A folder as a lock: one process at a time works, the others wait for it. */
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface LockOptions {
  signal?: AbortSignal;
  /** Called once when another process is at it. */
  onWait?(pid: number): void;
}

/** The owner says so often that it is at work; one that has been silent for long is gone, whoever has its pid now. */
const HEARTBEAT = 5_000;
const SILENCE = 60_000;
/** Between making the folder and writing the pid there is a moment without an owner. */
const NAMELESS = 5_000;
const POLL = 250;

/**
 * Runs `work` alone among all processes that use `folder` as their lock, and waits for its turn.
 * The lock of a process that died is broken.
 */
export async function withLock<Result>(
  folder: string,
  { signal, onWait }: LockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(folder), { recursive: true });
  let reported = false;
  while (!(await makeFolder(folder))) {
    signal?.throwIfAborted();
    if (await isAbandoned(folder)) {
      await breakLock(folder);
      continue;
    }
    const pid = await ownerOf(folder);
    if (pid && !reported) {
      reported = true;
      onWait?.(pid);
    }
    await delay(POLL, undefined, { signal });
  }
  const owner = ownerFile(folder);
  const beat = setInterval(() => {
    const now = new Date();
    utimes(owner, now, now).catch(() => undefined);
  }, HEARTBEAT);
  try {
    await writeFile(owner, String(process.pid));
    signal?.throwIfAborted();
    return await work();
  } finally {
    clearInterval(beat);
    await rm(folder, { recursive: true, force: true });
  }
}

const ownerFile = (folder: string): string => join(folder, 'pid');

/** Making a folder is atomic on every file system. False when it is there already. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function ownerOf(folder: string): Promise<number | undefined> {
  return Number(await readFile(ownerFile(folder), 'utf8').catch(() => '')) || undefined;
}

async function isAbandoned(folder: string): Promise<boolean> {
  const pid = await ownerOf(folder);
  if (pid && !isAlive(pid)) return true;
  const silent = await silenceOf(pid ? ownerFile(folder) : folder);
  return silent > (pid ? SILENCE : NAMELESS);
}

/** Milliseconds since `path` was last touched; none when it is gone. */
async function silenceOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found ? Date.now() - found.mtimeMs : 0;
}

/** Under a lock of its own: of two processes that find a dead lock, the slower must not break the new lock of the faster. */
async function breakLock(folder: string): Promise<void> {
  const guard = `${folder}.breaking`;
  if (!(await makeFolder(guard))) {
    if ((await silenceOf(guard)) > NAMELESS) await rm(guard, { recursive: true, force: true });
    await delay(POLL);
    return;
  }
  try {
    if (await isAbandoned(folder)) await rm(folder, { recursive: true, force: true });
  } finally {
    await rm(guard, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
