/** What a data set declares: one file in sources/, listed in sources/index.ts. The store does the rest. */
import type { Message, MessageOrText } from '../../../core/messages';
import type { DatasetId } from '../../../core/study/settings';
import { refuse } from '../../basics/refusal';
import type { Work } from '../../basics/work';
import type { RemoteFile } from '../../download/remote-file';
import type { DatasetWriter } from '../storage/writer';

export type { RemoteFile } from '../../download/remote-file';

export interface SplitCounts {
  train: number;
  val: number;
}

export interface GenerateOptions {
  trainCount: number;
  valCount: number;
  seed: number;
}

export function requireDrawable({ trainCount, valCount, seed }: GenerateOptions): void {
  for (const [name, value, least] of [
    ['trainCount', trainCount, 1],
    ['valCount', valCount, 1],
    ['seed', seed, 0],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      refuse('datasets.wholeNumber', { name, least, value });
    }
  }
}

/** Opens the files to be written; called once for each import. */
export type OpenWriter = (counts: SplitCounts) => Promise<DatasetWriter>;

export interface DatasetSource {
  readonly id: DatasetId;
  readonly name: string;
  readonly description: MessageOrText;
  readonly kind: 'catalogue' | 'drawn';
  readonly homepage?: string;
  readonly license?: MessageOrText;
  readonly citation?: string;
  readonly classes: readonly string[];
  /** [height, width, channels] */
  readonly imageShape: readonly [number, number, number];
  /** What the second split officially is; default: validation. */
  readonly valRole?: 'validation' | 'test';
  /** Images per split, as far as known before the import. */
  readonly expected: SplitCounts;
  /** The images trained and validated on; `dropped` is known after the import. */
  describeSplits(counts: SplitCounts & { dropped?: number }): Message;
  /** All are needed. A single file is imported as it is, several as a folder. */
  readonly download?: readonly RemoteFile[];
  /**
   * Reads an archive or folder, writes every image and returns the origin.
   * @throws Refusal if the files are not those of the data set
   */
  importFrom?(path: string, open: OpenWriter, work: Work): Promise<string>;
  /** Photographs in class folders, instead of `importFrom`: folder and name of each class, in label order. */
  readonly photos?: { folders: readonly (readonly [folder: string, name: string])[] };
  /** CIFAR's files: records of label bytes (the last is the class) and three planes of 32x32 bytes. */
  readonly records?: { labelBytes: number; files: readonly { name: string; split: 'train' | 'val' }[] };
  /** Generates the images and returns the generator with its seed. */
  generate?(options: GenerateOptions, open: OpenWriter, work: Work): Promise<string>;
  readonly generateDefaults?: GenerateOptions;
}
