/** A person's own data sets: folders with a manifest that no source owns. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetIdSchema } from '../../core/study/data';
import { refuse } from '../basics/refusal';
import { manifestOf, readStored, type Stored } from './storage/store';

export interface OwnDataset {
  id: string;
  name: string;
  stored: Stored;
}

/** Sorted by name. */
export async function ownDatasets(root: string, isKnown: (id: string) => boolean): Promise<OwnDataset[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const ids = entries
    .filter((entry) => entry.isDirectory() && !isKnown(entry.name))
    .map((entry) => entry.name)
    .filter((name) => datasetIdSchema.safeParse(name).success);
  const found = await Promise.all(ids.map((id) => ownDataset(root, id)));
  return found
    .filter((own) => own !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
}

export async function ownDataset(root: string, id: string): Promise<OwnDataset | undefined> {
  if (!datasetIdSchema.safeParse(id).success) return undefined;
  const stored = await readStored(join(root, id));
  if (stored.state === 'absent') return undefined;
  return { id, name: stored.manifest?.name ?? id, stored };
}

/** @throws Refusal for a data set that was imported from another path. */
export function requireSameOrigin(id: string, stored: Stored, path: string): void {
  const manifest = manifestOf(stored);
  if (!manifest || manifest.origin === path) return;
  refuse('datasets.otherOrigin', { name: manifest.name, id, origin: manifest.origin, path });
}
