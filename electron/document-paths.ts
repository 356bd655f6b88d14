/** Which words of a command line are graph files. Pure. */
import { resolve } from 'node:path';
import { isGraphFile } from '../core/graph/file-name';

/**
 * @param args with or without the program and its flags.
 * @param folder that relative paths begin in.
 */
export const documentPaths = (args: readonly string[], folder: string): string[] =>
  args.filter((word) => !word.startsWith('-') && isGraphFile(word)).map((word) => resolve(folder, word));
