/**
 * What a data set has to say about itself. Every data set is one file in sources/, registered in
 * sources/index.ts; the store does the rest (staging, progress, listing, examples).
 */
import type { Message, MessageOrText } from '../../core/messages';
import type { DatasetId } from '../../core/study/settings';
import { refuse } from '../basics/refusal';
import type { Work } from '../basics/work';
import type { RemoteFile } from '../download/remote-file';
import type { DatasetWriter } from './writer';

export type { RemoteFile } from '../download/remote-file';

export interface SplitCounts {
  train: number;
  val: number;
}

export interface GenerateOptions {
  trainCount: number;
  valCount: number;
  seed: number;
}

/** @throws Refusal for numbers that nothing can be drawn by. */
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

/** Opens the files of the data set that is being written; called once per import. */
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
  /** What the second split is by its makers; absent: validation. */
  readonly valRole?: 'validation' | 'test';
  /** Images per split, as far as known before they are here. */
  readonly expected: SplitCounts;
  /** In words, what is trained on and what is validated on; `dropped` is known once they are here. */
  describeSplits(counts: SplitCounts & { dropped?: number }): Message;
  /** Files of its home, all of them needed; importing reads the one, or the folder of several. */
  readonly download?: readonly RemoteFile[];
  /**
   * Reads an archive or folder and writes every image; answers with where they came from.
   * @throws Refusal when the files are not the data set's; nothing of it is kept then.
   */
  importFrom?(path: string, open: OpenWriter, work: Work): Promise<string>;
  /** Instead of `importFrom`: photographs in class folders. Folder and name of each class, in the order of the labels. */
  readonly photos?: { folders: readonly (readonly [folder: string, name: string])[] };
  /** Draws the images; answers with the generator and its seed. */
  generate?(options: GenerateOptions, open: OpenWriter, work: Work): Promise<string>;
  /** What `generate` is called with when nobody chose. */
  readonly generateDefaults?: GenerateOptions;
}
