/** One image for the larger view. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Example, ExampleRequest } from '../../../core/contract/datasets';
import { refuse } from '../../basics/refusal';
import { pngOf } from '../photos/formats/sharp';
import { readListed } from '../photos/stored/files';
import type { Thumbnails } from '../photos/stored/thumbnails';
import { readAt } from '../storage/raw-files';
import { type DatasetManifest, imageBytes, imagesFile, labelsFile } from '../storage/store';
import { requireInSplit } from './positions';

export async function readExample(
  folder: string,
  manifest: DatasetManifest,
  { split, index }: ExampleRequest,
  photos: Thumbnails,
): Promise<Example> {
  requireInSplit(manifest, split, [index]);
  if (manifest.storage === 'raw') return rawExample(folder, manifest, split, index);
  const { path, label, height, width, name } = (await photos.rows(folder, manifest, split))[index]!;
  const bytes = await readFile(join(folder, path)).catch((error: Error) => {
    refuse('datasets.imageGone', { error: error.message });
  });
  const mime = path.endsWith('.png') ? 'image/png' : 'image/jpeg';
  const odd = (await readListed(folder)).find(({ file, state }) => state === 'odd' && file === name)?.reason;
  return { mime, base64: bytes.toString('base64'), height, width, label, name, odd };
}

async function rawExample(
  folder: string,
  manifest: DatasetManifest,
  split: ExampleRequest['split'],
  index: number,
): Promise<Example> {
  const size = imageBytes(manifest.imageShape);
  const pixels = await readAt(imagesFile(folder, split), index * size, size);
  const label = (await readAt(labelsFile(folder, split), index * 4, 4)).readInt32LE();
  const [height, width] = manifest.imageShape;
  const png = await pngOf(pixels, manifest.imageShape);
  return { mime: 'image/png', base64: png.toString('base64'), height, width, label };
}
