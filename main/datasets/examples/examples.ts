/** Pages of examples; only the bytes of a page are read. */
import { open, readFile } from 'node:fs/promises';
import type { Example, ExampleRequest, ExamplesPage, ExamplesRequest } from '../../../core/contract/datasets';
import { refuse } from '../../basics/refusal';
import { Thumbnails } from '../photos/stored/thumbnails';
import { type DatasetManifest, imageBytes, imagesFile, labelsFile, type SplitName, splitOf } from '../store';
import { readExample } from './example';

/** Positions in the split of every class. */
type LabelIndex = readonly Int32Array[];

export class ExamplesReader {
  readonly #photos = new Thumbnails();
  readonly #indices = new Map<string, { importedAt: string; index: Promise<LabelIndex> }>();

  /** @throws Refusal for an unknown class. An offset beyond the end gives an empty page. */
  async page(folder: string, manifest: DatasetManifest, request: ExamplesRequest): Promise<ExamplesPage> {
    const { split, offset, limit, classIndex } = request;
    if (request.indices) {
      const { count } = splitOf(manifest, split);
      const beyond = request.indices.find((index) => index >= count);
      if (beyond !== undefined) {
        refuse('datasets.beyondSplit', { name: manifest.name, split, count, index: beyond });
      }
      return { ...(await this.#read(folder, manifest, request, request.indices)), total: count };
    }
    if (classIndex === undefined) {
      const { count } = splitOf(manifest, split);
      const indices = range(offset, Math.min(count, offset + limit));
      return { ...(await this.#read(folder, manifest, request, indices)), total: count };
    }
    if (classIndex >= manifest.classes.length) {
      refuse('datasets.beyondClasses', {
        name: manifest.name,
        last: manifest.classes.length - 1,
        index: classIndex,
      });
    }
    const ofClass = (await this.#labelIndex(folder, manifest, split))[classIndex]!;
    const indices = Array.from(ofClass.subarray(offset, offset + limit));
    return { ...(await this.#read(folder, manifest, request, indices)), total: ofClass.length };
  }

  one(folder: string, manifest: DatasetManifest, request: ExampleRequest): Promise<Example> {
    return readExample(folder, manifest, request, this.#photos);
  }

  #read(
    folder: string,
    manifest: DatasetManifest,
    { split, side }: Pick<ExamplesRequest, 'split' | 'side'>,
    indices: number[],
  ) {
    return manifest.storage === 'files'
      ? this.#photos.read(folder, manifest, split, indices, side)
      : readExamples(folder, manifest, split, indices);
  }

  #labelIndex(folder: string, manifest: DatasetManifest, split: SplitName): Promise<LabelIndex> {
    const key = `${manifest.id}/${split}`;
    const known = this.#indices.get(key);
    if (known?.importedAt === manifest.importedAt) return known.index;
    const index = readLabelIndex(folder, manifest, split);
    this.#indices.set(key, { importedAt: manifest.importedAt, index });
    index.catch(() => this.#indices.delete(key));
    return index;
  }
}

async function readLabelIndex(
  folder: string,
  manifest: DatasetManifest,
  split: SplitName,
): Promise<LabelIndex> {
  const bytes = await readFile(labelsFile(folder, split));
  const places = splitOf(manifest, split).perClass.map((count) => new Int32Array(count));
  const next = new Array<number>(places.length).fill(0);
  for (let i = 0; i < splitOf(manifest, split).count; i++) {
    const label = bytes.readInt32LE(i * 4);
    places[label]![next[label]!++] = i;
  }
  return places;
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
  const images = await open(imagesFile(folder, split), 'r');
  try {
    const labelsHandle = await open(labelsFile(folder, split), 'r');
    try {
      for (let from = 0; from < indices.length; ) {
        let to = from + 1;
        while (to < indices.length && indices[to] === indices[to - 1]! + 1) to++;
        const first = indices[from]!;
        await images.read(pixels, from * size, (to - from) * size, first * size);
        await labelsHandle.read(labels, from * 4, (to - from) * 4, first * 4);
        from = to;
      }
    } finally {
      await labelsHandle.close();
    }
  } finally {
    await images.close();
  }
  return {
    imageShape: [...manifest.imageShape],
    indices,
    labels: indices.map((_, i) => labels.readInt32LE(i * 4)),
    pixels: pixels.toString('base64'),
  };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
