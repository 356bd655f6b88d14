/**
 * The idx format of MNIST: big-endian header (two zero bytes, 8 for "unsigned byte", number of dimensions, each dimension
 * as 32 bits), then the bytes. Images and labels are separate files. See "FILE FORMATS FOR THE MNIST DATABASE" on its home page.
 */
import { refuse } from '../../basics/refusal';
import type { SplitWriter } from '../storage/writer';
import { Blocks } from './blocks';
import type { IdxFile, IdxRelease } from './idx-releases';
import { checkLabels } from './label-checks';
import type { OfficialFile, Receiver } from './official-files';
import { officialSet } from './official-set';
import type { DatasetSource, RemoteFile } from './source';

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const IMAGES_HEAD = 16;
const LABELS_HEAD = 8;
/** Images written at once: about a megabyte. */
const BLOCK = 1338;

export interface IdxEdition
  extends Pick<
    DatasetSource,
    'id' | 'name' | 'description' | 'homepage' | 'license' | 'citation' | 'classes'
  > {
  release: IdxRelease;
  /** All classes have equally many images in each split; checked if no sums are published. */
  balanced?: boolean;
}

/** "train-images-idx3-ubyte" */
const idxName = ({ split, kind }: Pick<IdxFile, 'split' | 'kind'>): string =>
  `${split === 'train' ? 'train' : 't10k'}-${kind}-idx${kind === 'images' ? 3 : 1}-ubyte`;

interface Described extends OfficialFile {
  file: IdxFile;
}

export function createIdx({ release, balanced, ...rest }: IdxEdition): DatasetSource {
  const count = (split: 'train' | 'val') =>
    release.files.find((file) => file.split === split && file.kind === 'images')?.count ?? 0;
  return {
    ...rest,
    imageShape: [SIDE, SIDE, 1],
    download: release.files.map((file): RemoteFile => {
      const fileName = `${idxName(file)}.gz`;
      return {
        urls: release.homes.map((home) => `${home}${fileName}`),
        fileName,
        bytes: file.archiveBytes,
        sha256: file.archiveSha256,
      };
    }),
    ...officialSet({
      name: rest.name,
      classes: rest.classes,
      title: rest.name,
      files: release.files.map(describeFile),
      expected: { train: count('train'), val: count('val') },
      balanced,
      reader: ({ file }, writer, subject) => new IdxReader(writer[file.split], file, subject),
    }),
  };
}

function describeFile(file: IdxFile): Described {
  const name = idxName(file);
  const head = file.kind === 'images' ? IMAGES_HEAD : LABELS_HEAD;
  return {
    name,
    // Other collections use these names.
    aliases: [`${name}.gz`, name.replace('-idx', '.idx'), `${name.replace('-idx', '.idx')}.gz`],
    bytes: head + file.count * (file.kind === 'images' ? PIXELS : 1),
    md5: file.md5,
    archiveSha256: file.archiveSha256,
    file,
  };
}

/** Checks the header of one file and writes the rest. */
class IdxReader implements Receiver {
  readonly #head: Buffer;
  readonly #blocks: Blocks;
  readonly #unit: number;
  #headFilled = 0;
  #next = 0;

  constructor(
    private readonly split: SplitWriter,
    private readonly file: IdxFile,
    private readonly subject: string,
  ) {
    const images = file.kind === 'images';
    this.#head = Buffer.alloc(images ? IMAGES_HEAD : LABELS_HEAD);
    this.#unit = images ? PIXELS : 1;
    this.#blocks = new Blocks(this.#unit * (images ? BLOCK : file.count), (block) => this.#take(block));
  }

  async write(chunk: Uint8Array): Promise<void> {
    const head = Math.min(chunk.length, this.#head.length - this.#headFilled);
    if (head > 0) {
      this.#head.set(chunk.subarray(0, head), this.#headFilled);
      this.#headFilled += head;
      if (this.#headFilled === this.#head.length) this.#checkHead();
    }
    await this.#blocks.write(chunk.subarray(head));
  }

  end(): Promise<void> {
    return this.#blocks.end();
  }

  #checkHead(): void {
    const { kind, count } = this.file;
    const expected = kind === 'images' ? [0x803, count, SIDE, SIDE] : [0x801, count];
    const found = expected.map((_, i) => this.#head.readUInt32BE(i * 4));
    if (found.some((value, i) => value !== expected[i])) {
      refuse('datasets.official.idxHead', {
        file: this.subject,
        expected: expected.join(', '),
        found: found.join(', '),
      });
    }
  }

  async #take(bytes: Uint8Array): Promise<void> {
    if (this.file.kind === 'images') await this.split.writeImages(this.#next, bytes);
    else {
      const labels = Int32Array.from(bytes);
      // If there is a checksum, it reports wrong files better.
      if (!this.file.md5) checkLabels(labels, this.split.perClass.length, this.#next, this.subject);
      await this.split.writeLabels(this.#next, labels);
    }
    this.#next += bytes.length / this.#unit;
  }
}
