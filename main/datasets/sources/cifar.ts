/**
 * CIFAR's binary version: Alex Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009, chapter 3.
 * A file is a row of records: label bytes, then 32x32 red, green and blue bytes (channels first). We keep the official
 * order of files and of records.
 */
import { type OfficialFile, readOfficialFiles } from '../official-files';
import type { DatasetSource, OpenWriter, RemoteFile, Work } from '../source';
import { grouped } from '../words';
import type { DatasetWriter, SplitWriter } from '../writer';
import { checkLabels, requireBalanced } from './label-checks';

const SIDE = 32;
const PLANE = SIDE * SIDE;
const PIXELS = PLANE * 3;
/** Records converted at a time: about a megabyte. */
const BLOCK = 341;

export interface CifarFile extends OfficialFile {
  split: 'train' | 'val';
}

export interface CifarRelease {
  url: string;
  /** Of the archive, hexadecimal; absent: its files are checked all the same. */
  md5?: string;
  sha256?: string;
  archiveBytes: number;
  /** In the official order. */
  files: readonly CifarFile[];
}

export interface CifarEdition
  extends Pick<DatasetSource, 'id' | 'name' | 'description' | 'citation' | 'classes'> {
  /** "CIFAR-10 (binary version)" */
  title: string;
  /** Of the archive. */
  fileName: string;
  /** How many label bytes stand in front of a record's pixels; the last of them is the class. */
  labelBytes: number;
  /** Every class has as many images as any other, in each split: what is looked at where sums are not published. */
  balanced?: boolean;
  release: CifarRelease;
}

export function createCifar(edition: CifarEdition): DatasetSource {
  const { release, fileName, title, labelBytes, balanced = false, ...rest } = edition;
  const record = labelBytes + PIXELS;
  const images = (split: 'train' | 'val') =>
    release.files.filter((file) => file.split === split).reduce((sum, file) => sum + file.bytes / record, 0);
  const expected = { train: images('train'), val: images('val') };
  const archive: RemoteFile = {
    urls: [release.url],
    fileName,
    bytes: release.archiveBytes,
    md5: release.md5,
    sha256: release.sha256,
  };
  return {
    ...rest,
    kind: 'catalogue',
    valRole: 'test',
    homepage: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    licence: 'Its makers name no licence; they ask for the technical report to be cited.',
    imageShape: [SIDE, SIDE, 3],
    expected,
    describeSplits: ({ train, val }) =>
      `trained on the ${grouped(train)} official training images, validated on the ${grouped(val)} official test images`,
    download: [archive],
    importFrom: async (path, open, work) => {
      const writer = await importRecords(path, edition, open, expected, work);
      if (balanced) requireBalanced(writer, rest, path);
      return path;
    },
  };
}

async function importRecords(
  path: string,
  { title, release, labelBytes }: CifarEdition,
  open: OpenWriter,
  counts: { train: number; val: number },
  work: Work,
): Promise<DatasetWriter> {
  // The files of an archive may come in any order: each has its place in its split.
  const firstOf = new Map<string, number>();
  const next = { train: 0, val: 0 };
  for (const file of release.files) {
    firstOf.set(file.name, next[file.split]);
    next[file.split] += file.bytes / (labelBytes + PIXELS);
  }
  let writer: DatasetWriter | undefined;
  await readOfficialFiles(
    path,
    { title, files: release.files },
    (file) => {
      let records: RecordReader | undefined;
      return {
        write: async (chunk) => {
          writer ??= await open(counts);
          records ??= new RecordReader(writer[file.split], firstOf.get(file.name)!, labelBytes, {
            // A sum, where there is one, finds the cause.
            subject: file.sha256 ? undefined : `${file.name} of ${title} (in ${path})`,
          });
          await records.write(chunk);
        },
        end: () => records?.end(),
      };
    },
    work,
  );
  return writer!;
}

/** Cuts the byte stream of one file into records and writes them as height x width x channels. */
class RecordReader {
  readonly #record: number;
  readonly #block: Uint8Array;
  readonly #images = new Uint8Array(PIXELS * BLOCK);
  readonly #labels = new Int32Array(BLOCK);
  #filled = 0;

  constructor(
    private readonly split: SplitWriter,
    private first: number,
    private readonly labelBytes: number,
    private readonly check: { subject?: string },
  ) {
    this.#record = labelBytes + PIXELS;
    this.#block = new Uint8Array(this.#record * BLOCK);
  }

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
    const records = this.#filled / this.#record;
    for (let i = 0; i < records; i++) {
      const pixels = i * this.#record + this.labelBytes;
      this.#labels[i] = this.#block[pixels - 1]!;
      interleave(this.#block, pixels, this.#images, i * PIXELS);
    }
    this.#filled = 0;
    const { subject } = this.check;
    if (subject) {
      checkLabels(this.#labels.subarray(0, records), this.split.perClass.length, this.first, subject);
    }
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
