/** A file at a data set's home, and what is known of it. */

export interface RemoteFile {
  /** Where it can be had, in order of preference: the home, then mirrors of the same bytes. */
  urls: readonly string[];
  fileName: string;
  /** For the room on disk before the server has told; sums decide what is right, where there are any. */
  bytes: number;
  /** Hexadecimal, as published. Without either, size and contents are checked, and the download says so. */
  md5?: string;
  sha256?: string;
}
