/** What an import of pictures reads from, whatever it came in: class folders, an archive of them, TFRecord shards. */
import type { MessageOrText } from '../../../../core/messages';
import type { LeftOut } from '../members/collection';
import type { FolderSplit } from './split-names';

export interface IncomingPhoto {
  split: FolderSplit;
  className: string;
  /** What it was called where it came from. */
  name: string;
  /** The name is of a file that it was made of: what it ends in says nothing of the picture. */
  derived?: boolean;
  /** Its bytes, or why they cannot be had. */
  content: Buffer | { failed: MessageOrText };
}

export interface PhotoIntake {
  classes: readonly string[];
  /** Pictures that will come, as far as known. */
  total: number;
  /** Their bytes, as far as known. */
  bytes: number;
  leftOut: readonly LeftOut[];
  photos(): AsyncIterable<IncomingPhoto>;
  close(): Promise<void>;
}
