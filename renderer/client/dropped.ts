/** What a person dropped or chose: files, folders with everything in them, or graphs. */
import { isGraphFile, LARGEST_GRAPH_FILE } from '../../core/graph/file-name';
import { isModelFile, isModelJson, isShard } from '../../core/graph/model-file-name';
import type { DroppedFile } from './upload';

/** Call it while the event is handled: afterwards its items are gone. */
export function entriesOf(transfer: DataTransfer): FileSystemEntry[] {
  return [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A reader returns some entries at a time, and none at the end. */
async function childrenOf(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** All files below the entries, with their paths. @throws AbortError */
export async function filesBelow(
  entries: readonly FileSystemEntry[],
  signal: AbortSignal,
  found: (count: number) => void,
): Promise<DroppedFile[]> {
  const files: DroppedFile[] = [];
  const waiting = entries.map((entry) => ({ entry, path: entry.name }));
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    signal.throwIfAborted();
    const { entry, path } = one;
    if (entry.isDirectory) {
      for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) {
        waiting.push({ entry: child, path: `${path}/${child.name}` });
      }
      found(files.length);
    } else {
      files.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
    }
  }
  return files;
}

/**
 * Whether these are graphs, which open as tabs, or models, which are imported; everything else is treated as pictures.
 */
export const areNetworks = (files: readonly { name: string }[]): boolean =>
  files.length > 0 && files.every(({ name }) => isGraphFile(name) || isModelFile(name));

const MODEL_JSON = 'model.json';

export interface ModelFolder {
  model: File;
  /** Its values, in the same folder. */
  shards: readonly File[];
}

/** A folder that was dropped alone and has the model.json of TF.js, which is no folder of pictures. */
export async function modelFolder(entries: readonly FileSystemEntry[]): Promise<ModelFolder | undefined> {
  const [entry] = entries;
  if (entries.length !== 1 || !entry?.isDirectory) return undefined;
  const folder = entry as FileSystemDirectoryEntry;
  const found = await new Promise<FileSystemEntry | undefined>((resolve) =>
    folder.getFile(MODEL_JSON, {}, resolve, () => resolve(undefined)),
  );
  if (!found) return undefined;
  const model = await fileOf(found as FileSystemFileEntry);
  if (model.size > LARGEST_GRAPH_FILE || !isModelJson(await model.text())) return undefined;
  const beside = (await childrenOf(folder)).filter(({ isFile, name }) => isFile && isShard(name));
  return { model, shards: await Promise.all(beside.map((one) => fileOf(one as FileSystemFileEntry))) };
}

/** The browser's dialog for a file, several files, or a folder; empty if it is canceled. */
export function pickInBrowser(kind: 'file' | 'files' | 'folder'): Promise<DroppedFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.webkitdirectory = kind === 'folder';
    input.multiple = kind === 'files';
    input.addEventListener('change', () =>
      resolve([...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))),
    );
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
