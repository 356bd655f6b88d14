/** Digests of data sets that were imported by a version without digests. */
import { join } from 'node:path';
import { writeJson } from '../../disk/atomic';
import { digestOfFolder, type ReadingOptions } from './digest';
import { type DatasetManifest, MANIFEST_FILE, readStored } from './store';

export class LateDigests {
  /** For folders that cannot be written. */
  readonly #known = new Map<string, { importedAt: string; digest: string }>();

  /** The first call reads all images, and writes the digest to the manifest. */
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
  // It may have been imported again meanwhile.
  if (stored.state !== 'ready' || stored.manifest.importedAt !== importedAt) return;
  await writeJson(join(folder, MANIFEST_FILE), { ...stored.manifest, digest });
}
