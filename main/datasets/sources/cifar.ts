/**
 * CIFAR's binary version (Alex Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009, chapter 3). Files
 * are records of label bytes, then 32x32 red, green and blue bytes (channels first). The official order is kept.
 */
import { posix } from 'node:path';
import { message } from '../../../core/messages';
import { datasetName } from '../../../core/study/data';
import type { SplitWriter } from '../storage/writer';
import { Blocks } from './blocks';
import { checkLabels } from './label-checks';
import type { OfficialFile, Receiver } from './official-files';
import { officialSet } from './official-set';
import type { DatasetSource, RemoteFile } from './source';

const SIDE = 32;
const PLANE = SIDE * SIDE;
const PIXELS = PLANE * 3;
/** Records converted at once: about a megabyte. */
const BLOCK = 341;

export interface CifarFile extends OfficialFile {
  split: 'train' | 'val';
}

export interface CifarRelease {
  url: string;
  /** Sums of the archive, hexadecimal. */
  md5?: string;
  sha256?: string;
  archiveBytes: number;
  files: readonly CifarFile[];
}

export interface CifarEdition extends Pick<DatasetSource, 'id' | 'description' | 'classes'> {
  /** Label bytes of a record; the last is the class. */
  labelBytes: number;
  /** All classes have equally many images in each split; checked if no sums are published. */
  balanced?: boolean;
  release: CifarRelease;
}

export function createCifar(edition: CifarEdition): DatasetSource {
  const { release, labelBytes, balanced, ...rest } = edition;
  const name = datasetName(rest.id);
  const record = labelBytes + PIXELS;
  const images = (split: 'train' | 'val') =>
    release.files.filter((file) => file.split === split).reduce((sum, file) => sum + file.bytes / record, 0);
  const expected = { train: images('train'), val: images('val') };
  const firsts = firstImages(release, record);
  const archive: RemoteFile = {
    urls: [release.url],
    fileName: posix.basename(release.url),
    bytes: release.archiveBytes,
    md5: release.md5,
    sha256: release.sha256,
  };
  return {
    ...rest,
    name,
    homepage: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    license: message('datasets.license.cifar'),
    citation:
      'Alex Krizhevsky. Learning Multiple Layers of Features from Tiny Images. Technical report, 2009.',
    imageShape: [SIDE, SIDE, 3],
    download: [archive],
    records: { labelBytes, files: release.files },
    ...officialSet({
      name,
      classes: rest.classes,
      title: `${name} (binary version)`,
      files: release.files,
      expected,
      balanced,
      reader: (file, writer, subject) =>
        // If there is a checksum, it reports wrong files better.
        new RecordReader(
          writer[file.split],
          firsts.get(file.name)!,
          labelBytes,
          file.sha256 ? undefined : subject,
        ),
    }),
  };
}

/** Position of each file's first image in its split: an archive can have files in any order. */
function firstImages({ files }: CifarRelease, record: number): ReadonlyMap<string, number> {
  const next = { train: 0, val: 0 };
  return new Map(
    files.map(({ name, split, bytes }) => {
      const first = next[split];
      next[split] += bytes / record;
      return [name, first];
    }),
  );
}

/** Converts the records of one file to height x width x channels. */
class RecordReader implements Receiver {
  readonly #record: number;
  readonly #blocks: Blocks;
  readonly #images = new Uint8Array(PIXELS * BLOCK);
  readonly #labels = new Int32Array(BLOCK);

  constructor(
    private readonly split: SplitWriter,
    private first: number,
    private readonly labelBytes: number,
    private readonly subject?: string,
  ) {
    this.#record = labelBytes + PIXELS;
    this.#blocks = new Blocks(this.#record * BLOCK, (block) => this.#convert(block));
  }

  write(chunk: Uint8Array): Promise<void> {
    return this.#blocks.write(chunk);
  }

  end(): Promise<void> {
    return this.#blocks.end();
  }

  async #convert(block: Uint8Array): Promise<void> {
    const records = block.length / this.#record;
    for (let i = 0; i < records; i++) {
      const pixels = i * this.#record + this.labelBytes;
      this.#labels[i] = block[pixels - 1]!;
      interleave(block, pixels, this.#images, i * PIXELS);
    }
    const labels = this.#labels.subarray(0, records);
    if (this.subject) checkLabels(labels, this.split.perClass.length, this.first, this.subject);
    await this.split.write(this.first, this.#images.subarray(0, records * PIXELS), labels);
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
