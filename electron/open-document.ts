/** Opens graph files that the system hands over: from the command line, the file manager, or the File menu. */
import { basename } from 'node:path';
import { dialog } from 'electron';
import { codeOf, messageOf } from '../core/basics/errors';
import type { ShellEvent } from '../core/contract/shell';
import { GRAPH_EXTENSIONS } from '../core/graph/file-name';
import { readText } from '../main/disk/regular-file';

/** Bytes; graphs are kilobytes. */
const MOST = 50_000_000;

export interface OpenDocumentOptions {
  tell(event: ShellEvent): void;
  recent: { add(path: string): void; drop(path: string): void };
}

export async function openDocument(path: string, { tell, recent }: OpenDocumentOptions): Promise<void> {
  try {
    const text = await readText(path, MOST);
    recent.add(path);
    tell({ type: 'open', name: basename(path), text });
  } catch (error) {
    recent.drop(path);
    tell({ type: 'notice', severity: 'error', text: `${path} cannot be opened: ${reason(error)}` });
  }
}

function reason(error: unknown): string {
  const words: Record<string, string> = {
    ENOENT: 'there is no such file.',
    EACCES: 'you have no permission to read it.',
    EPERM: 'you have no permission to read it.',
  };
  return words[codeOf(error) ?? ''] ?? messageOf(error);
}

/** The system's dialog; empty when it was closed. */
export async function pickDocuments(): Promise<string[]> {
  const { filePaths } = await dialog.showOpenDialog({
    title: 'Open a graph file',
    properties: ['openFile', 'multiSelections'],
    filters: [{ name: 'Skipwire graphs', extensions: [...GRAPH_EXTENSIONS] }],
  });
  return filePaths;
}
