/** Surfaces in a run's folder, `surfaces/<checkpoint>-<points>-<images>-<range>-<seed>.json`: what was computed is not computed again. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sameJson } from '../../core/basics/same-json';
import { type Surface, type SurfaceSettings, surfaceSchema } from '../../core/surface/surface';
import { writeJson } from '../disk/atomic';
import { parseJson } from '../disk/json';
import type { SplitImages } from '../predicting/images';
import type { TrainedHere } from '../predicting/network';
import type { RunFolder } from '../runs/folder';

export function surfacePath({ folder, checkpoint }: TrainedHere, settings: SurfaceSettings): string {
  const { points, images, range, seed } = settings;
  const stem = checkpoint.file.replace(/\.safetensors$/, '');
  return join(folder.surfaces, `${stem}-${points}x${points}-${images}-${range}-${seed}.json`);
}

/** The one in the folder if it belongs to this checkpoint and these images, otherwise one without points. */
export async function keptSurface(
  trained: TrainedHere,
  { dataset, labels }: SplitImages,
  settings: SurfaceSettings,
): Promise<Surface> {
  const { checkpoint, run } = trained;
  const { file, epoch, step } = checkpoint;
  const { selection, trainLimit } = run.settings;
  const count = settings.points ** 2;
  const empty: Surface = {
    format: 'skipwire.surface',
    version: 1,
    settings,
    checkpoint: { file, epoch, step },
    data: JSON.stringify([dataset.digest ?? dataset.importedAt, selection, trainLimit ?? null]),
    images: Math.min(settings.images, labels.length),
    losses: Array.from({ length: count }, () => null),
    accuracies: Array.from({ length: count }, () => null),
  };
  const kept = await readSurface(surfacePath(trained, settings));
  if (!kept) return empty;
  const { losses: _, accuracies: __, ...own } = empty;
  const { losses, accuracies, ...its } = kept;
  return sameJson(own, its) ? kept : empty;
}

/** All that a run has, by the names of their files; damaged ones are left out. */
export async function surfacesIn({ surfaces }: Pick<RunFolder, 'surfaces'>): Promise<Surface[]> {
  const names = await readdir(surfaces).catch(() => []);
  const read = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => readSurface(join(surfaces, name))),
  );
  return read.filter((surface) => surface !== undefined);
}

/** Undefined if there is none, or it is damaged. */
async function readSurface(path: string): Promise<Surface | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const { data } = surfaceSchema.safeParse(parseJson(text));
  const count = data && data.settings.points ** 2;
  return data?.losses.length === count && data?.accuracies.length === count ? data : undefined;
}

export async function keepSurface(trained: TrainedHere, surface: Surface): Promise<void> {
  await mkdir(trained.folder.surfaces, { recursive: true });
  await writeJson(surfacePath(trained, surface.settings), surface);
}
