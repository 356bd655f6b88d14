import type { Message } from '../../../../core/messages';

/** What is known of a set of photographs before its files are read. */
export interface PhotoSet {
  id: string;
  name: string;
  /** Folder and name of each class in label order; default: the folders in natural order. */
  classes?: readonly (readonly [folder: string, name: string])[];
  /** What a lone second split officially is; default: what its folder says. */
  valRole?: 'validation' | 'test';
  describeSplits?(counts: { train: number; val: number; dropped: number }): Message;
  /** Default: the path. */
  origin?: string;
  originStamp?: string;
  /** Ids of other sets with the same name: if one has the same pictures, this one is not needed. */
  namesakes?: readonly string[];
}
