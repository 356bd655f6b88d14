/**
 * CIFAR-10: Alex Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009, chapter 3.
 * The binary version has 10,000 records a file: one label byte, then 32x32 red, green and blue bytes
 * (channels first). We keep the official order: data_batch_1 to 5 for training, test_batch for validation.
 */
import { datasetName } from '../../../core/study/data';
import { type OfficialFile, readOfficialFiles } from '../official-files';
import type { DatasetSource, OpenWriter, Work } from '../source';
import { grouped } from '../words';
import type { DatasetWriter, SplitWriter } from '../writer';

const SIDE = 32;
const PLANE = SIDE * SIDE;
const PIXELS = PLANE * 3;
const RECORD = 1 + PIXELS;
/** Records converted at a time: about a megabyte. */
const BLOCK = 341;

export interface CifarFile extends OfficialFile {
  split: 'train' | 'val';
}

export interface CifarRelease {
  url: string;
  md5: string;
  archiveBytes: number;
  /** In the official order. */
  files: readonly CifarFile[];
}

const batch = (name: string, split: 'train' | 'val', sha256: string): CifarFile => ({
  name,
  split,
  sha256,
  bytes: 30_730_000,
});

export const officialRelease: CifarRelease = {
  url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  md5: 'c32a1d4ab5d03f1284b67883e8d87530',
  archiveBytes: 170_052_171,
  files: [
    batch('data_batch_1.bin', 'train', 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5'),
    batch('data_batch_2.bin', 'train', 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed'),
    batch('data_batch_3.bin', 'train', 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67'),
    batch('data_batch_4.bin', 'train', '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48'),
    batch('data_batch_5.bin', 'train', '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add'),
    batch('test_batch.bin', 'val', '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b'),
  ],
};

/** Tests pass a small release of their own; everything else is the same. */
export function createCifar10(release: CifarRelease = officialRelease): DatasetSource {
  const images = (split: 'train' | 'val') =>
    release.files.filter((file) => file.split === split).reduce((sum, file) => sum + file.bytes / RECORD, 0);
  const expected = { train: images('train'), val: images('val') };
  return {
    id: 'cifar10',
    kind: 'catalogue',
    valRole: 'test',
    name: datasetName('cifar10'),
    description: 'Small colour photographs of ten kinds of animals and vehicles, 32 by 32 pixels.',
    homepage: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    citation:
      'Alex Krizhevsky. Learning Multiple Layers of Features from Tiny Images. Technical report, 2009.',
    classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
    imageShape: [SIDE, SIDE, 3],
    expected,
    describeSplits: ({ train, val }) =>
      `trained on the ${grouped(train)} official training images, validated on the ${grouped(val)} official test images`,
    download: {
      url: release.url,
      fileName: 'cifar-10-binary.tar.gz',
      bytes: release.archiveBytes,
      md5: release.md5,
    },
    importFrom: async (path, open, work) => {
      await importRecords(path, release, open, expected, work);
      return path;
    },
  };
}

export const cifar10 = createCifar10();

async function importRecords(
  path: string,
  release: CifarRelease,
  open: OpenWriter,
  counts: { train: number; val: number },
  work: Work,
): Promise<void> {
  // The files of an archive may come in any order: each has its place in its split.
  const firstOf = new Map<string, number>();
  const next = { train: 0, val: 0 };
  for (const file of release.files) {
    firstOf.set(file.name, next[file.split]);
    next[file.split] += file.bytes / RECORD;
  }
  let writer: DatasetWriter | undefined;
  const title = 'CIFAR-10 (binary version)';
  await readOfficialFiles(
    path,
    { title, files: release.files, hint: otherEdition },
    (file) => {
      let records: RecordReader | undefined;
      return {
        write: async (chunk) => {
          writer ??= await open(counts);
          records ??= new RecordReader(writer[file.split], firstOf.get(file.name)!);
          await records.write(chunk);
        },
        end: () => records?.end(),
      };
    },
    work,
  );
}

function otherEdition(found: readonly string[]): string | undefined {
  if (found.some((name) => /^(data_batch_\d|test_batch)(\.mat)?$/.test(name))) {
    return 'This looks like the Python or Matlab version: the binary version (cifar-10-binary.tar.gz) is needed';
  }
  if (found.includes('fine_label_names.txt')) return 'This looks like CIFAR-100';
  return undefined;
}

/** Cuts the byte stream of one file into records and writes them as height x width x channels. */
class RecordReader {
  readonly #block = new Uint8Array(RECORD * BLOCK);
  readonly #images = new Uint8Array(PIXELS * BLOCK);
  readonly #labels = new Int32Array(BLOCK);
  #filled = 0;

  constructor(
    private readonly split: SplitWriter,
    private first: number,
  ) {}

  async write(chunk: Uint8Array): Promise<void> {
    for (let from = 0; from < chunk.length; ) {
      const length = Math.min(chunk.length - from, this.#block.length - this.#filled);
      this.#block.set(chunk.subarray(from, from + length), this.#filled);
      this.#filled += length;
      from += length;
      if (this.#filled === this.#block.length) await this.#flush();
    }
  }

  async end(): Promise<void> {
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const records = this.#filled / RECORD;
    for (let i = 0; i < records; i++) {
      this.#labels[i] = this.#block[i * RECORD]!;
      interleave(this.#block, i * RECORD + 1, this.#images, i * PIXELS);
    }
    this.#filled = 0;
    await this.split.write(
      this.first,
      this.#images.subarray(0, records * PIXELS),
      this.#labels.subarray(0, records),
    );
    this.first += records;
  }
}

/** Three planes to triples. */
function interleave(planes: Uint8Array, from: number, pixels: Uint8Array, to: number): void {
  let out = to;
  for (let red = from, end = from + PLANE; red < end; red++) {
    pixels[out++] = planes[red]!;
    pixels[out++] = planes[red + PLANE]!;
    pixels[out++] = planes[red + 2 * PLANE]!;
  }
}
