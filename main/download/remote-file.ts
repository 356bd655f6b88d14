export interface RemoteFile {
  /** In order of preference. */
  urls: readonly string[];
  fileName: string;
  /** Expected size, for the space check; checksums decide, if there are any. */
  bytes: number;
  /** Hexadecimal, as published. If neither is known, size and contents are checked instead. */
  md5?: string;
  sha256?: string;
}
