/** Pages of examples; only the bytes of a page are read. */
import { open } from 'node:fs/promises';
import type { Example, ExampleRequest, ExamplesPage, ExamplesRequest } from '../../../core/contract/datasets';
import { Thumbnails } from '../photos/stored/thumbnails';
import { type DatasetManifest, imageBytes, imagesFile, labelsFile, type SplitName } from '../storage/store';
import { readExample } from './example';
import { Positions, requireInSplit } from './positions';

export class ExamplesReader {
  readonly #photos = new Thumbnails();
  readonly #positions = new Positions();

  /** @throws Refusal for an unknown class. An offset beyond the end gives an empty page. */
  async page(folder: string, manifest: DatasetManifest, request: ExamplesRequest): Promise<ExamplesPage> {
    const { split, side, indices: wanted } = request;
    const { indices, total } = wanted
      ? { indices: wanted, total: requireInSplit(manifest, split, wanted) }
      : await this.#positions.page(folder, manifest, request);
    const examples =
      manifest.storage === 'files'
        ? await this.#photos.read(folder, manifest, split, indices, side)
        : await readExamples(folder, manifest, split, indices);
    return { ...examples, total };
  }

  one(folder: string, manifest: DatasetManifest, request: ExampleRequest): Promise<Example> {
    return readExample(folder, manifest, request, this.#photos);
  }
}

/** Neighboring images are read at once. */
async function readExamples(
  folder: string,
  manifest: DatasetManifest,
  split: SplitName,
  indices: number[],
): Promise<Omit<ExamplesPage, 'total'>> {
  const size = imageBytes(manifest.imageShape);
  const pixels = Buffer.alloc(indices.length * size);
  const labels = Buffer.alloc(indices.length * 4);
  await using images = await open(imagesFile(folder, split), 'r');
  await using labelsHandle = await open(labelsFile(folder, split), 'r');
  for (let from = 0; from < indices.length; ) {
    let to = from + 1;
    while (to < indices.length && indices[to] === indices[to - 1]! + 1) to++;
    const first = indices[from]!;
    await images.read(pixels, from * size, (to - from) * size, first * size);
    await labelsHandle.read(labels, from * 4, (to - from) * 4, first * 4);
    from = to;
  }
  return {
    imageShape: [...manifest.imageShape],
    indices,
    labels: indices.map((_, i) => labels.readInt32LE(i * 4)),
    pixels: pixels.toString('base64'),
  };
}
