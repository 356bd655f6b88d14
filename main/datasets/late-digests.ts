/** Digests of data sets that were imported by a version that made none. */
import { join } from 'node:path';
import { writeJson } from '../disk/atomic';
import { digestOfFolder, type ReadingOptions } from './digest';
import { type DatasetManifest, MANIFEST_FILE, readStored } from './store';

export class LateDigests {
  /** Where the folder cannot be written, for as long as this process lives. */
  readonly #known = new Map<string, { importedAt: string; digest: string }>();

  /** Reads all images the first time, and notes the digest in the manifest. */
  async of(folder: string, manifest: DatasetManifest, options: ReadingOptions): Promise<string> {
    const known = this.#known.get(folder);
    if (known?.importedAt === manifest.importedAt) return known.digest;
    const digest = await digestOfFolder(folder, manifest, options);
    this.#known.set(folder, { importedAt: manifest.importedAt, digest });
    await note(folder, manifest, digest).catch(() => undefined);
    return digest;
  }
}

async function note(folder: string, { importedAt }: DatasetManifest, digest: string): Promise<void> {
  const stored = await readStored(folder);
  // Another import may have taken its place meanwhile.
  if (stored.state !== 'ready' || stored.manifest.importedAt !== importedAt) return;
  await writeJson(join(folder, MANIFEST_FILE), { ...stored.manifest, digest });
}
