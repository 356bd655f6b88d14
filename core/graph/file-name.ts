/** Extensions of graph files; the first is used for saving. */
export const GRAPH_EXTENSIONS = ['skipwire', 'json'] as const;

const PATTERN = new RegExp(`\\.(${GRAPH_EXTENSIONS.join('|')})$`, 'i');

export const isGraphFile = (name: string): boolean => PATTERN.test(name);

export const graphFileName = (name: string): string =>
  `${name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').trim() || 'graph'}.${GRAPH_EXTENSIONS[0]}`;

/** Bytes. Graphs are kilobytes; a file beyond this is something else. */
export const LARGEST_GRAPH_FILE = 50_000_000;
