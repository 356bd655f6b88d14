/** Deleted runs and documents, kept for BIN_DAYS. Moved by one rename, so a kill leaves them complete in one place. */
import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../core/basics/errors';
import { type BinEntry, type BinKind, binEntrySchema, DAY_MS, untilOf } from '../../core/contract/bin';
import { message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { writeJson } from '../disk/atomic';
import { isThere, moveTo, Occupied, removeWhole } from '../disk/move';
import { inWords } from '../disk/trouble';
import { newId, placesOf, readEntries, readEntry, storedForm, sweepBin } from './entries';

const HOUR_MS = 3_600_000;

export interface BinOptions {
  /** Folder of the bin, in the data folder. */
  root: string;
  now?: () => Date;
}

export class Bin {
  readonly root: string;
  readonly #now: () => Date;
  readonly #restored = new Set<(entry: BinEntry) => void>();
  #daily: NodeJS.Timeout | undefined;

  constructor({ root, now = () => new Date() }: BinOptions) {
    this.root = root;
    this.#now = now;
  }

  /** Moves a file or folder into the bin. @throws Refusal when it does not exist or cannot be moved. */
  async move(kind: BinKind, path: string, label: string): Promise<BinEntry> {
    if (!(await isThere(path))) refuse('bin.alreadyGone', { label, path });
    const at = this.#now();
    const entry = binEntrySchema.parse({
      id: newId(kind, label, at),
      kind,
      label,
      from: path,
      deletedAt: at.toISOString(),
      until: untilOf(at).toISOString(),
      bytes: await bytesOf(path),
    });
    const places = placesOf(this.root, entry.id);
    try {
      await mkdir(places.folder, { recursive: true });
      await writeJson(places.entry, storedForm(this.root, entry));
      await moveTo(path, places.content);
    } catch (error) {
      if (!(await isThere(places.content))) {
        await rm(places.folder, { recursive: true, force: true }).catch(() => undefined);
      }
      throw inWords(error, {
        what: message('bin.what.move', { label }),
        where: this.root,
        next: 'disk.next.deleteForGood',
      });
    }
    return entry;
  }

  contentOf(id: string): string {
    return placesOf(this.root, id).content;
  }

  list(): Promise<BinEntry[]> {
    return readEntries(this.root);
  }

  /** Moves it back. @throws Refusal when it is not in the bin, or something is at its place. */
  async restore(id: string): Promise<BinEntry> {
    const entry = await this.#entry(id);
    const places = placesOf(this.root, id);
    try {
      await moveTo(places.content, entry.from);
    } catch (error) {
      if (error instanceof Occupied) {
        refuse('bin.placeTaken', { label: entry.label, path: entry.from });
      }
      if (codeOf(error) === 'ENOENT') throw gone(entry.label);
      throw inWords(error, {
        what: message('bin.what.restore', { label: entry.label }),
        where: entry.from,
        next: 'disk.next.tryAgain',
      });
    }
    await rm(places.folder, { recursive: true, force: true }).catch(() => undefined);
    for (const tell of this.#restored) tell(entry);
    return entry;
  }

  /**
   * Calls `listener` whenever this process restores something.
   * @returns a function that ends it
   */
  onRestored(listener: (entry: BinEntry) => void): () => void {
    this.#restored.add(listener);
    return () => this.#restored.delete(listener);
  }

  /** Deletes it for good. @throws Refusal when it is not in the bin. */
  async remove(id: string): Promise<void> {
    await this.#entry(id);
    await removeWhole(placesOf(this.root, id).folder);
  }

  /** @returns what was deleted. */
  async empty(): Promise<BinEntry[]> {
    return this.#removeAll(await this.list());
  }

  /** Deletes expired entries and leftovers of kills. @returns what was deleted. */
  async purge(): Promise<BinEntry[]> {
    const now = this.#now().getTime();
    await sweepBin(this.root, async (path) => {
      const made = await stat(path).catch(() => undefined);
      return made !== undefined && now - made.mtimeMs > HOUR_MS;
    });
    return this.#removeAll((await this.list()).filter(({ until }) => Date.parse(until) <= now));
  }

  /** Purges now and every day. @param failed gets errors, which stop nothing. */
  async keepPurged(failed: (error: unknown) => void): Promise<void> {
    this.#daily = setInterval(() => void this.purge().catch(failed), DAY_MS);
    this.#daily.unref();
    await this.purge().catch(failed);
  }

  close(): void {
    clearInterval(this.#daily);
  }

  async #removeAll(entries: readonly BinEntry[]): Promise<BinEntry[]> {
    const removed: BinEntry[] = [];
    for (const entry of entries) {
      try {
        await removeWhole(placesOf(this.root, entry.id).folder);
        removed.push(entry);
      } catch (error) {
        // Another process deleted or restored it.
        if (codeOf(error) !== 'ENOENT') throw error;
      }
    }
    await rmdir(this.root).catch(() => undefined);
    return removed;
  }

  async #entry(id: string): Promise<BinEntry> {
    const entry = await readEntry(this.root, id);
    if (!entry) throw gone(`"${id}"`);
    return entry;
  }
}

const gone = (what: string): Refusal => new Refusal(message('bin.notThere', { label: what }));

/** Links are not followed. */
async function bytesOf(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => undefined);
  const files = entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    (files ?? [path]).map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
