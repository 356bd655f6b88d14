/** Adding one's own pictures, from the drop to the import: one at a time, over any view. */
import { create } from 'zustand';
import type { Inspection, LabelChoice } from '../../../core/contract/datasets';
import type { Progress } from '../../../core/contract/engine';
import { message, t } from '../../../core/messages';
import { client } from '../../client/client';
import { importDataset, importOwn, useDatasetsStore } from '../../client/datasets';
import { filesBelow, pickInBrowser } from '../../client/dropped';
import { isAbort, messageOf } from '../../client/errors';
import { pathOf, pickPath } from '../../client/shell';
import { type DroppedFile, upload } from '../../client/upload';
import { useDataSelection } from '../../state/dataSelection';
import { useNavigation } from '../../state/navigation';
import { notify } from '../../state/notices';

export type Adding =
  | { step: 'closed' }
  /** `path` was typed and refused. */
  | { step: 'choose'; error?: string; path?: string }
  | { step: 'working'; what: string; progress: Progress }
  /** `busy`: it is being inspected again with another choice. */
  | { step: 'recognized'; source: Source; inspection: Inspection; choice: LabelChoice; busy: boolean };

/** The pictures on the host's machine. */
interface Source {
  path: string;
  /** For a copy only: see Uploaded. */
  words?(text: string): string;
  remove?(): void;
}

export const useAdding = create<{ adding: Adding }>(() => ({ adding: { step: 'closed' } }));
const set = (adding: Adding): void => useAdding.setState({ adding });

/** Cancels the current inspection, so that its result does not appear after leaving. */
let current = new AbortController();

/** Cancels the inspection and deletes its copy. */
function giveUp(): void {
  current.abort();
  const { adding } = useAdding.getState();
  if (adding.step === 'recognized') adding.source.remove?.();
}

export function openAddOwn(): void {
  giveUp();
  set({ step: 'choose' });
}

export function closeAdding(): void {
  giveUp();
  set({ step: 'closed' });
}

/** Copies files to the host that it cannot see. @throws AbortError */
async function bring(
  files: () => Promise<readonly DroppedFile[]>,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<Source> {
  const all = await files();
  if (all.length === 0) throw new Error(t('data.add.noFiles'));
  return upload(all, { signal, onProgress });
}

/** Inspects the pictures and shows the result. */
async function recognize(
  what: string,
  source: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<Source>,
  path?: string,
): Promise<void> {
  giveUp();
  const controller = new AbortController();
  current = controller;
  const { signal } = controller;
  const progressed = (progress: Progress) => {
    if (!signal.aborted) set({ step: 'working', what, progress });
  };
  progressed({ phase: message('data.add.examining') });
  let found: Source | undefined;
  try {
    found = await source(signal, progressed);
    progressed({ phase: message('data.add.examining') });
    const inspection = await client.datasets.inspect({ path: found.path }, { signal });
    signal.throwIfAborted();
    set({ step: 'recognized', source: found, inspection, choice: {}, busy: false });
  } catch (error) {
    found?.remove?.();
    if (signal.aborted || isAbort(error)) return;
    const message = messageOf(error);
    set({ step: 'choose', error: found?.words?.(message) ?? message, path });
  }
}

export const addPath = (path: string): Promise<void> => recognize(path, async () => ({ path }), path);

/** The dropped files: by path if the shell knows it, otherwise by content. */
export function addDropped(entries: readonly FileSystemEntry[], files: readonly File[]): void {
  useNavigation.getState().go('data');
  const paths = files.map(pathOf).filter((path) => path !== undefined);
  if (paths.length > 1) {
    giveUp();
    set({ step: 'choose', error: t('data.add.oneAtATime', { count: paths.length }) });
    return;
  }
  if (paths.length === 1) {
    void addPath(paths[0]!);
    return;
  }
  const what = entries.map(({ name }) => name).join(', ');
  void recognize(what, (signal, onProgress) =>
    bring(
      () =>
        filesBelow(entries, signal, (count) =>
          onProgress({ phase: message('data.add.countingFiles'), detail: message('data.files', { count }) }),
        ),
      signal,
      onProgress,
    ),
  );
}

/** Opens the dialog for a file or folder, the system's or the browser's. */
export async function addPicked(kind: 'file' | 'folder', shell: boolean): Promise<void> {
  if (shell) {
    const path = await pickPath(kind, t('data.add.pick'));
    if (path !== undefined) await addPath(path);
    return;
  }
  const files = await pickInBrowser(kind);
  if (files.length === 0) return;
  const what = files[0]!.path.split('/')[0]!;
  await recognize(what, (signal, onProgress) => bring(async () => files, signal, onProgress));
}

/** Inspects again with another choice of labels; a refusal leaves everything as it is. */
export async function lookAgain(choice: LabelChoice): Promise<void> {
  const { adding } = useAdding.getState();
  if (adding.step !== 'recognized') return;
  const { signal } = current;
  // Shown at once, since a large folder takes time.
  set({ ...adding, choice, busy: true });
  try {
    const inspection = await client.datasets.inspect({ path: adding.source.path, ...choice }, { signal });
    if (!signal.aborted) set({ ...adding, inspection, choice, busy: false });
  } catch (error) {
    if (signal.aborted || isAbort(error)) return;
    set({ ...adding, busy: false });
    const message = messageOf(error);
    notify({ severity: 'error', text: adding.source.words?.(message) ?? message });
  }
}

/** Imports what was recognized. @param mine as a set of the person's own, even if the catalogue has it */
export async function importRecognized(name: string, mine = true): Promise<void> {
  const { adding } = useAdding.getState();
  if (adding.step !== 'recognized') return;
  const { inspection, source, choice } = adding;
  set({ step: 'closed' });
  const copy = { after: source.remove, words: source.words };
  if (!mine && inspection.catalogueId) {
    useDataSelection.setState({ id: inspection.catalogueId });
    await importDataset(inspection.catalogueId, source.path, copy);
    return;
  }
  const key = inspection.suggestedId;
  useDataSelection.setState({ id: key, tab: 'examples' });
  const own = () =>
    new Set(useDatasetsStore.getState().datasets.flatMap(({ id, kind }) => (kind === 'own' ? [id] : [])));
  const before = own();
  // With another name the host chooses another id.
  const renamed = name !== inspection.suggestedName;
  const decided = { ...choice, ...(inspection.mustMerge ? { mergeClasses: true } : {}) };
  const ready = await importOwn(
    { key, name, path: source.path, ...decided, ...(renamed ? {} : { id: key }) },
    copy,
  );
  if (!ready || useDataSelection.getState().id !== key) return;
  const [made] = [...own()].filter((id) => !before.has(id));
  // None if the same pictures were already there under this name.
  const same = useDatasetsStore.getState().datasets.find((one) => one.kind === 'own' && one.name === name);
  const shown = made ?? same?.id;
  if (shown !== undefined) useDataSelection.setState({ id: shown });
}
