import type { MessageOrText } from '../../../../core/messages';
import type { LeftOut } from '../members/collection';
import type { FolderSplit } from './split-names';

export interface IncomingPhoto {
  split: FolderSplit;
  className: string;
  name: string;
  /** The name is not the picture's own: its extension says nothing. */
  derived?: boolean;
  content: Buffer | { failed: MessageOrText };
}

export interface PhotoIntake {
  classes: readonly string[];
  total: number;
  bytes: number;
  leftOut: readonly LeftOut[];
  photos(): AsyncIterable<IncomingPhoto>;
  close(): Promise<void>;
}
