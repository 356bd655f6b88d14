import { resolve } from 'node:path';
import { isGraphFile } from '../core/graph/file-name';
import { isModelFile } from '../core/graph/model-file-name';

/**
 * The graphs and models on a command line.
 * @param folder base of relative paths
 */
export const documentPaths = (args: readonly string[], folder: string): string[] =>
  args
    .filter((word) => !word.startsWith('-') && (isGraphFile(word) || isModelFile(word)))
    .map((word) => resolve(folder, word));
