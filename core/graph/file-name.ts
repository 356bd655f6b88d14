/** Names of files that hold a graph document. */

/** What new files end in: ours alone, so that the system can open them with Skipwire. The first is for saving. */
export const GRAPH_EXTENSIONS = ['skipwire', 'json'] as const;

const PATTERN = new RegExp(`\\.(${GRAPH_EXTENSIONS.join('|')})$`, 'i');

export const isGraphFile = (name: string): boolean => PATTERN.test(name);

/** "ResNet-20.skipwire" for a graph of that name. */
export const graphFileName = (name: string): string =>
  `${name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').trim() || 'graph'}.${GRAPH_EXTENSIONS[0]}`;
