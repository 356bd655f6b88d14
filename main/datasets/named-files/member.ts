/** A file of a folder or archive, and which of them are wanted. */
export interface Member {
  name: string;
  kind: 'file' | 'other';
  bytes: number;
  content(): AsyncIterable<Uint8Array>;
}

export interface ContainerOptions {
  /** Only members with these names are returned. */
  wanted: ReadonlySet<string>;
  /** In a folder: once this many are found, no deeper folder is searched. Default: all. */
  enough?: number;
  /** How deep a folder is searched; default: 3. */
  depth?: number;
  maxBytes: number;
  signal?: AbortSignal;
  xz?: string;
}
