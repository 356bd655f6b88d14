import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { plural } from '../../../core/format/plural';
import { writeBlock } from '../../disk/block';
import { fileSum, type SplitSums } from './digest';
import { int32 } from './raw-files';
import { imageBytes, imagesFile, labelsFile, type SplitName, splitNames } from './store';

/** One split. Images may come in any order, each exactly once. */
export class SplitWriter {
  readonly perClass: number[];
  #images = 0;
  #labels = 0;
  /** A label without a class. Reported at the end only: a checksum may find the cause before. */
  #strange: number | undefined;
  /** Sum of the images so far, while they come in order. */
  readonly #sum = createHash('sha256');
  /** Images in `#sum`; undefined once one came out of order. */
  #summed: number | undefined = 0;

  private constructor(
    private readonly paths: { images: string; labels: string },
    private readonly images: FileHandle,
    private readonly labels: FileHandle,
    private readonly count: number,
    private readonly bytesPerImage: number,
    classes: number,
  ) {
    this.perClass = new Array<number>(classes).fill(0);
  }

  static async open(folder: string, split: SplitName, count: number, bytesPerImage: number, classes: number) {
    const paths = { images: imagesFile(folder, split), labels: labelsFile(folder, split) };
    const images = await open(paths.images, 'wx');
    try {
      const labels = await open(paths.labels, 'wx');
      return new SplitWriter(paths, images, labels, count, bytesPerImage, classes);
    } catch (error) {
      await images.close();
      throw error;
    }
  }

  /**
   * @param first position of the first image in the split
   * @param images n x height x width x channels bytes
   * @param labels n class indices
   */
  async write(first: number, images: Uint8Array, labels: Int32Array): Promise<void> {
    if (images.length !== labels.length * this.bytesPerImage) {
      throw new RangeError(
        `An image has ${plural(this.bytesPerImage, 'byte')}. Received: ${plural(images.length, 'byte')} and ${plural(labels.length, 'label')}`,
      );
    }
    await this.writeImages(first, images);
    await this.writeLabels(first, labels);
  }

  /** For formats with separate files; see `write`. */
  async writeImages(first: number, images: Uint8Array): Promise<void> {
    const n = images.length / this.bytesPerImage;
    this.#checkPlace(first, n, plural(images.length, 'byte'));
    this.#images += n;
    const writing = writeBlock(this.images, images, first * this.bytesPerImage);
    // Hash while the disk is writing.
    if (this.#summed === first) {
      this.#sum.update(images);
      this.#summed += n;
    } else this.#summed = undefined;
    await writing;
  }

  async writeLabels(first: number, labels: Int32Array): Promise<void> {
    this.#checkPlace(first, labels.length, plural(labels.length, 'label'));
    for (const label of labels) {
      const known = this.perClass[label];
      if (known === undefined) this.#strange ??= label;
      else this.perClass[label] = known + 1;
    }
    this.#labels += labels.length;
    await writeBlock(this.labels, int32(labels), first * 4);
  }

  #checkPlace(first: number, n: number, received: string): void {
    if (Number.isInteger(n) && first >= 0 && first + n <= this.count) return;
    throw new RangeError(
      `A split of ${plural(this.count, 'image')} takes ${plural(this.bytesPerImage, 'byte')} per image. ` +
        `Received: ${received} at position ${first}`,
    );
  }

  /** @throws RangeError if images are missing or a label has no class. */
  async finish(): Promise<SplitSums> {
    if (this.#strange !== undefined) {
      throw new RangeError(`A label must be in 0..${this.perClass.length - 1}. Received: ${this.#strange}`);
    }
    for (const [what, found] of [
      ['images', this.#images],
      ['labels', this.#labels],
    ] as const) {
      if (found !== this.count) {
        throw new RangeError(`The split must have ${this.count} ${what}. Received: ${found}`);
      }
    }
    await this.images.sync();
    await this.labels.sync();
    return {
      count: this.count,
      images: this.#summed === undefined ? await fileSum(this.paths.images) : this.#sum.digest('hex'),
      labels: await fileSum(this.paths.labels),
    };
  }

  async close(): Promise<void> {
    await this.images.close();
    await this.labels.close();
  }
}

export class DatasetWriter {
  private constructor(
    readonly train: SplitWriter,
    readonly val: SplitWriter,
    readonly counts: { train: number; val: number },
  ) {}

  static async open(
    folder: string,
    plan: {
      imageShape: readonly [number, number, number];
      classes: number;
      counts: { train: number; val: number };
    },
  ): Promise<DatasetWriter> {
    const opened: SplitWriter[] = [];
    try {
      for (const split of splitNames) {
        const bytes = imageBytes(plan.imageShape);
        opened.push(await SplitWriter.open(folder, split, plan.counts[split], bytes, plan.classes));
      }
    } catch (error) {
      for (const writer of opened) await writer.close();
      throw error;
    }
    const [train, val] = opened as [SplitWriter, SplitWriter];
    return new DatasetWriter(train, val, plan.counts);
  }

  async finish(): Promise<{ train: SplitSums; val: SplitSums }> {
    return { train: await this.train.finish(), val: await this.val.finish() };
  }

  async close(): Promise<void> {
    await this.train.close();
    await this.val.close();
  }
}
