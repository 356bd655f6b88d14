/** Summaries of all documents, cached until their files change. */
import { readdir, stat } from 'node:fs/promises';
import { codeOf } from '../../core/basics/errors';
import type { DocumentInfo } from '../../core/contract/documents';
import { documentIdSchema } from '../../core/contract/documents';
import { message } from '../../core/messages';
import { documentFolder, readGraphFile, reasonOf } from './files';

interface Known {
  mtimeMs: number;
  size: number;
  info: DocumentInfo;
}

export class Listing {
  readonly #known = new Map<string, Known>();

  constructor(private readonly root: string) {}

  /** Most recently saved first. */
  async read(): Promise<DocumentInfo[]> {
    const names = await readdir(this.root).catch(() => [] as string[]);
    const found: DocumentInfo[] = [];
    for (const id of names) {
      if (!documentIdSchema.safeParse(id).success) continue;
      const info = await this.#info(id);
      if (info) found.push(info);
    }
    return found.sort((a, b) => b.savedAt.localeCompare(a.savedAt) || a.id.localeCompare(b.id));
  }

  async #info(id: string): Promise<DocumentInfo | undefined> {
    const folder = documentFolder(this.root, id);
    const stats = await stat(folder.graph).catch(() => undefined);
    if (!stats) return this.#withoutFile(id);
    const known = this.#known.get(id);
    if (known?.mtimeMs === stats.mtimeMs && known.size === stats.size) return known.info;
    const common = { id, savedAt: stats.mtime.toISOString(), bytes: stats.size };
    let info: DocumentInfo;
    try {
      const { document } = await readGraphFile(folder.graph);
      const { name, preset, nodes } = document;
      info = { ...common, name, nodes: nodes.length, ...(preset && { preset }) };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      info = { ...common, name: id, nodes: 0, problem: reasonOf(error) };
    }
    this.#known.set(id, { mtimeMs: stats.mtimeMs, size: stats.size, info });
    return info;
  }

  /** A document whose graph was set aside. */
  async #withoutFile(id: string): Promise<DocumentInfo | undefined> {
    const stats = await stat(documentFolder(this.root, id).path).catch(() => undefined);
    if (!stats?.isDirectory()) return undefined;
    return {
      id,
      name: id,
      nodes: 0,
      bytes: 0,
      savedAt: stats.mtime.toISOString(),
      problem: message('documents.fileMissing'),
    };
  }
}
