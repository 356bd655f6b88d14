import { basename } from 'node:path';
import { dialog } from 'electron';
import { codeOf, messageOf } from '../core/basics/errors';
import type { ShellEvent } from '../core/contract/shell';
import { GRAPH_EXTENSIONS, LARGEST_GRAPH_FILE } from '../core/graph/file-name';
import { isModelJson, MODEL_EXTENSIONS } from '../core/graph/model-file-name';
import { type Key, t } from '../core/messages';
import { readText } from '../main/disk/regular-file';

export interface OpenDocumentOptions {
  tell(event: ShellEvent): void;
  recent: { add(path: string): void; drop(path: string): void };
}

export async function openDocument(path: string, { tell, recent }: OpenDocumentOptions): Promise<void> {
  try {
    const text = await readText(path, LARGEST_GRAPH_FILE);
    if (isModelJson(text)) return tell({ type: 'import', path });
    recent.add(path);
    tell({ type: 'open', name: basename(path), text });
  } catch (error) {
    recent.drop(path);
    tell({
      type: 'notice',
      severity: 'error',
      text: t('desktop.open.failed', { path, reason: reason(error) }),
    });
  }
}

function reason(error: unknown): string {
  const known: Record<string, Key> = {
    ENOENT: 'desktop.open.missing',
    EACCES: 'desktop.open.denied',
    EPERM: 'desktop.open.denied',
  };
  const key = known[codeOf(error) ?? ''];
  return key ? t(key) : messageOf(error);
}

/** Empty if canceled. */
export async function pickDocuments(): Promise<string[]> {
  const { filePaths } = await dialog.showOpenDialog({
    title: t('desktop.open.title'),
    properties: ['openFile', 'multiSelections'],
    filters: [{ name: t('desktop.open.filter'), extensions: [...GRAPH_EXTENSIONS, ...MODEL_EXTENSIONS] }],
  });
  return filePaths;
}
