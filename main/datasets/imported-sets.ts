/** A person's own data sets: the folders below the root that no source owns, by their manifests. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetIdSchema } from '../../core/study/data';
import { refuse } from '../basics/refusal';
import { manifestOf, readStored, type Stored } from './store';

export interface OwnDataset {
  id: string;
  name: string;
  stored: Stored;
}

/** By name; a folder without a manifest is none of ours and passed over. */
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

/** @returns undefined where the folder holds no data set. */
export async function ownDataset(root: string, id: string): Promise<OwnDataset | undefined> {
  if (!datasetIdSchema.safeParse(id).success) return undefined;
  const stored = await readStored(join(root, id));
  if (stored.state === 'absent') return undefined;
  return { id, name: stored.manifest?.name ?? id, stored };
}

/** @throws Refusal for a set that was made of another path than this one. */
export function requireSameOrigin(id: string, stored: Stored, path: string): void {
  const manifest = manifestOf(stored);
  if (!manifest || manifest.origin === path) return;
  refuse('datasets.otherOrigin', { name: manifest.name, id, origin: manifest.origin, path });
}
