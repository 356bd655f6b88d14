/**
 * Files dropped on the page, stored in a folder of their own until the page is done with them. Names never lead out of
 * that folder, no more is accepted than announced, and nothing is left after the import, when the page is gone or when the host
 * ends.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../../core/basics/errors';
import { message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { parseJson } from '../disk/json';
import { type FreeBytes, freeBytes, requireSpace } from '../disk/space';
import { inWords } from '../disk/trouble';
import { currentOwner, isAlive, ownerSchema } from '../processes/owner';

/** Bytes left free on the disk. */
const RESERVE = 512 * 1024 * 1024;
const MAX_FILES = 2_000_000;
const RECEIVING = { what: message('hosts.what.upload'), next: 'disk.next.drop' } as const;
const MAX_OPEN = 8;
const MAX_PARTS = 32;
const MAX_NAME_BYTES = 200;
/** Milliseconds for a page to connect again. */
const PATIENCE_MS = 10 * 60_000;
const OWNER = 'owner.json';
/** A separate folder: no upload can replace our files. */
const FILES = 'files';

interface Upload {
  folder: string;
  files: number;
  bytes: number;
  /** Whose it is. */
  page: string | undefined;
  writing: Set<AbortController>;
}

export class Uploads {
  readonly #open = new Map<string, Upload>();
  readonly #pages = new Map<string, { connections: number; leaving?: NodeJS.Timeout }>();
  #swept: Promise<void> | undefined;

  /** @param root shared by all hosts of this user; created with the first upload. */
  constructor(
    private readonly root: string,
    private readonly free: FreeBytes = freeBytes,
    private readonly patience = PATIENCE_MS,
  ) {}

  /** Removes what hosts left that are gone. */
  sweep(): Promise<void> {
    this.#swept ??= sweep(this.root);
    return this.#swept;
  }

  /** @returns what to call when the connection has ended. A page without one for some minutes is gone, and so are its uploads. */
  connected(name: string): () => void {
    const page = this.#pages.get(name) ?? { connections: 0 };
    this.#pages.set(name, page);
    page.connections++;
    clearTimeout(page.leaving);
    return () => {
      page.connections--;
      if (page.connections > 0) return;
      page.leaving = setTimeout(() => void this.#leave(name), this.patience);
      page.leaving.unref();
    };
  }

  async #leave(name: string): Promise<void> {
    this.#pages.delete(name);
    for (const [id, { page }] of this.#open) if (page === name) await this.remove(id);
  }

  /** @throws Refusal if the disk has too little space. */
  async begin({ files, bytes }: Pick<Upload, 'files' | 'bytes'>, page?: string): Promise<string> {
    if (!Number.isSafeInteger(files) || files < 1 || files > MAX_FILES) {
      refuse('hosts.upload.files', { most: MAX_FILES, files: String(files) });
    }
    if (!Number.isSafeInteger(bytes) || bytes < 0) {
      refuse('hosts.upload.bytes', { bytes: String(bytes) });
    }
    if (this.#open.size >= MAX_OPEN) {
      refuse('hosts.upload.tooMany', { most: MAX_OPEN });
    }
    await this.sweep();
    // Announced by other uploads and not yet sent.
    const promised = [...this.#open.values()].reduce((sum, upload) => sum + upload.bytes, 0);
    await requireSpace(this.root, bytes + promised + RESERVE, message('hosts.uploadSpace'), this.free);
    const id = randomBytes(18).toString('hex');
    const folder = join(this.root, id);
    try {
      await mkdir(join(folder, FILES), { recursive: true, mode: 0o700 });
      await writeFile(join(folder, OWNER), JSON.stringify(currentOwner()));
    } catch (error) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      throw inWords(error, { ...RECEIVING, where: this.root });
    }
    this.#open.set(id, { folder, files, bytes, page, writing: new Set() });
    return id;
  }

  /**
   * Writes one file; removes it on failure.
   * @param path relative, with "/".
   * @throws Refusal for a path that leads out, a repeated name, and more bytes or files than announced.
   */
  async receive(id: string, path: string, body: Readable): Promise<void> {
    const upload = this.#upload(id);
    const parts = safeParts(path);
    if (upload.files < 1) refuse('hosts.upload.moreFiles');
    upload.files--;
    const folder = join(upload.folder, FILES, ...parts.slice(0, -1));
    const file = join(folder, parts.at(-1)!);
    const controller = new AbortController();
    upload.writing.add(controller);
    const limited = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        upload.bytes -= chunk.length;
        if (upload.bytes < 0) done(new Refusal(message('hosts.upload.moreBytes')));
        else done(null, chunk);
      },
    });
    let began = false;
    try {
      await mkdir(folder, { recursive: true });
      const out = await open(file, 'wx', 0o600);
      began = true;
      // Destroying the request would also destroy its response.
      const chunks = body.iterator({ destroyOnReturn: false });
      await pipeline(chunks, limited, out.createWriteStream(), { signal: controller.signal });
    } catch (error) {
      if (began) await rm(file, { force: true });
      if (['EEXIST', 'EISDIR', 'ENOTDIR'].includes(codeOf(error) ?? '')) {
        refuse('hosts.upload.sameName', { path: JSON.stringify(path) });
      }
      if (controller.signal.aborted) refuse('hosts.upload.cancelled');
      throw inWords(error, { ...RECEIVING, where: this.root });
    } finally {
      upload.writing.delete(controller);
    }
  }

  /** The path to import: the only file or folder, or the folder of all of them. */
  async end(id: string): Promise<string> {
    const files = join(this.#upload(id).folder, FILES);
    const entries = await readdir(files);
    return entries.length === 1 ? join(files, entries[0]!) : files;
  }

  async remove(id: string): Promise<void> {
    const upload = this.#open.get(id);
    if (!upload) return;
    this.#open.delete(id);
    for (const controller of upload.writing) controller.abort();
    await rm(upload.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Synchronous: nothing may run after the host has ended. */
  close(): void {
    for (const { folder, writing } of this.#open.values()) {
      for (const controller of writing) controller.abort();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    }
    this.#open.clear();
    for (const { leaving } of this.#pages.values()) clearTimeout(leaving);
  }

  #upload(id: string): Upload {
    const upload = this.#open.get(id);
    if (!upload) refuse('hosts.upload.unknown');
    return upload;
  }
}

/** The parts of a relative path, with special characters replaced by "_". @throws Refusal if it leads out. */
export function safeParts(path: string): string[] {
  const parts = path.split('/');
  const leadsOut = parts.some((part) => part === '' || part === '.' || part === '..');
  if (leadsOut || parts.length > MAX_PARTS) {
    refuse('hosts.upload.badPath', { most: MAX_PARTS, path: JSON.stringify(path.slice(0, 300)) });
  }
  return parts.map(safeName);
}

/** Device names on Windows, whatever the extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

function safeName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get in.
  const plain = name.replace(/[\u0000-\u001f\u007f\\:*?"<>|]/g, '_').replace(/[. ]+$/, '_');
  const kept = DEVICE.test(plain) ? `_${plain}` : plain;
  if (Buffer.byteLength(kept) > MAX_NAME_BYTES) {
    refuse('hosts.upload.longName', { most: MAX_NAME_BYTES, name: JSON.stringify(name.slice(0, 300)) });
  }
  return kept;
}

/** Removes the uploads of hosts that are gone. */
async function sweep(root: string): Promise<void> {
  const entries = await readdir(root).catch(() => []);
  for (const entry of entries) {
    if (!/^[0-9a-f]{36}$/.test(entry)) continue;
    const folder = join(root, entry);
    const owner = ownerSchema.safeParse(
      parseJson(await readFile(join(folder, OWNER), 'utf8').catch(() => '')),
    );
    if (owner.success && isAlive(owner.data)) continue;
    await rm(folder, { recursive: true, force: true });
  }
}
