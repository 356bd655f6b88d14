/** Makes pictures that a person drops or chooses available to the host. */
import { create } from 'zustand';
import { naturalOrder } from '../../core/basics/natural-order';
import type { Progress } from '../../core/contract/engine';
import { isPicturePath, MOST_PICTURES } from '../../core/contract/predict';
import { message, t } from '../../core/messages';
import { entriesOf, filesBelow, pickInBrowser } from '../client/dropped';
import { isAbort, messageOf } from '../client/errors';
import { inShell, pathOf, pickPath } from '../client/shell';
import { type DroppedFile, upload } from '../client/upload';
import { type PictureChoice, usePredicting } from '../state/predicting';

/** While files are on their way to the host. */
export const useBringing = create<{ progress?: Progress | undefined; error?: string | undefined }>(
  () => ({}),
);

let current = new AbortController();
/** Deletes the copy of the pictures that are shown. */
let remove: () => void = () => {};

/** Shows other pictures, and deletes copies of files. */
export function show(choice: PictureChoice): void {
  current.abort();
  remove();
  remove = () => {};
  useBringing.setState({ progress: undefined, error: undefined });
  usePredicting.setState({ choice });
}

const titleOf = (names: readonly string[]): string =>
  names.length === 1 ? names[0]! : t('predict.view.files', { count: names.length });

/** A single file is sent whatever its name; of several, the first pictures, since the others would not be shown. */
function picturesOf(files: readonly DroppedFile[]): { pictures: readonly DroppedFile[]; total: number } {
  if (files.length <= 1) return { pictures: files, total: files.length };
  const all = files.filter(({ path }) => isPicturePath(path)).sort((a, b) => naturalOrder(a.path, b.path));
  return { pictures: all.slice(0, MOST_PICTURES), total: all.length };
}

async function copy(
  title: string,
  files: (signal: AbortSignal) => Promise<readonly DroppedFile[]>,
): Promise<void> {
  current.abort();
  const controller = new AbortController();
  current = controller;
  const { signal } = controller;
  const onProgress = (progress: Progress) => {
    if (!signal.aborted) useBringing.setState({ progress, error: undefined });
  };
  onProgress({ phase: message('data.add.countingFiles') });
  try {
    const { pictures, total } = picturesOf(await files(signal));
    if (total === 0) throw new Error(t('predict.noPictures'));
    const count = pictures.length;
    const uploaded = await upload(pictures, { signal, onProgress });
    if (signal.aborted) return uploaded.remove();
    const shown = count < total ? t('predict.view.first', { count, total, what: title }) : title;
    show({ kind: 'files', title: shown, paths: [uploaded.path], count, copied: true });
    remove = uploaded.remove;
  } catch (error) {
    if (signal.aborted || isAbort(error)) return;
    useBringing.setState({ progress: undefined, error: messageOf(error) });
  }
}

export function cancelBringing(): void {
  current.abort();
  useBringing.setState({ progress: undefined });
}

/** Call it while the event is handled. */
export function drop(transfer: DataTransfer): void {
  const files = [...transfer.files];
  const paths = files.map(pathOf).filter((path) => path !== undefined);
  const entries = entriesOf(transfer);
  const title = titleOf(entries.map(({ name }) => name));
  const folders = entries.some(({ isDirectory }) => isDirectory);
  if (paths.length > 0) show({ kind: 'files', title, paths, count: folders ? undefined : paths.length });
  else if (entries.length > 0) void copy(title, (signal) => filesBelow(entries, signal, () => undefined));
}

export async function pick(kind: 'files' | 'folder'): Promise<void> {
  if (inShell()) {
    const path = await pickPath(kind === 'folder' ? 'folder' : 'file', t('predict.view.pick'));
    if (path === undefined) return;
    const title = path.split(/[/\\]/).at(-1) ?? path;
    show({ kind: 'files', title, paths: [path], count: kind === 'files' ? 1 : undefined });
    return;
  }
  const files = await pickInBrowser(kind);
  if (files.length === 0) return;
  const names = kind === 'folder' ? [files[0]!.path.split('/')[0]!] : files.map(({ path }) => path);
  await copy(titleOf(names), async () => files);
}
