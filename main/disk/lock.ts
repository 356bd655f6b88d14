/** A folder as a lock between processes. */
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface LockOptions {
  signal?: AbortSignal;
  /** Called while somebody else has the lock, perhaps in this process; at most once for each. */
  onWait?(pid: number): void;
}

/** The owner touches its file this often; if it does not for SILENCE, it is gone, even if its pid is in use. */
const HEARTBEAT = 5_000;
const SILENCE = 60_000;
/** For this long after the folder is created, the pid may still be missing. */
const NAMELESS = 5_000;
const POLL = 250;

/** The end of the last work that this process has asked for, by lock. */
const ends = new Map<string, Promise<void>>();

/**
 * Runs `work` once nobody else has the lock. Within this process, callers get it in the order in which they ask; between
 * processes there is no order. Locks of dead processes are removed.
 */
export async function withLock<Result>(
  folder: string,
  options: LockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = ends.get(folder);
  let end!: () => void;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const own = before ? before.then(() => ended) : ended;
  ends.set(folder, own);
  void own.then(() => ends.get(folder) === own && ends.delete(folder));
  const { signal, onWait } = options;
  try {
    if (before) {
      onWait?.(process.pid);
      await unlessAborted(before, signal);
    }
    return await locked(folder, options, work);
  } finally {
    end();
  }
}

async function locked<Result>(
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

/** @throws what the signal was aborted with */
async function unlessAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return promise;
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    void promise.then(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
  });
}

const ownerFile = (folder: string): string => join(folder, 'pid');

/** Creating a folder is atomic on every file system. False if it exists. */
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

/** Milliseconds since `path` was last touched; 0 if it is gone. */
async function silenceOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found ? Date.now() - found.mtimeMs : 0;
}

/** Has a lock of its own: the slower of two processes must not break the new lock of the faster. */
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
