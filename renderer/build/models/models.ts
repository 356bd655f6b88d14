/** Operations on imported models, and importing another one. */
import { create } from 'zustand';
import type { Progress } from '../../../core/contract/engine';
import type { ModelInfo } from '../../../core/contract/models';
import { message, t } from '../../../core/messages';
import { withPixels } from '../../../core/network/pixels';
import type { PixelValues } from '../../../core/ops/pixels';
import type { ImportReport } from '../../../core/study/import-report';
import { onRestored, tellDeleted } from '../../bin/bin';
import { client } from '../../client/client';
import { type ModelFolder, pickInBrowser } from '../../client/dropped';
import { isAbort, messageOf, notifyError } from '../../client/errors';
import { refreshModels } from '../../client/models';
import { inShell, pathOf, pickPath } from '../../client/shell';
import { type Uploaded, upload } from '../../client/upload';
import { notify } from '../../state/notices';
import { edit, openGraph } from '../editor/actions';

onRestored('model', () => void refreshModels());

export type Importing =
  | { step: 'closed' }
  | { step: 'working'; file: string; progress: Progress }
  | { step: 'imported'; model: ModelInfo; report: ImportReport };

export const useImporting = create<{ importing: Importing }>(() => ({ importing: { step: 'closed' } }));
const set = (importing: Importing): void => useImporting.setState({ importing });

let current = new AbortController();

export function closeImporting(): void {
  current.abort();
  set({ step: 'closed' });
}

/** Opens the model's graph in a new tab of Build. */
export async function openModel({ id }: Pick<ModelInfo, 'id'>): Promise<void> {
  try {
    openGraph(await client.models.document({ id }), true);
  } catch (error) {
    notifyError(error);
  }
}

export async function removeModel({ id }: Pick<ModelInfo, 'id'>): Promise<void> {
  try {
    tellDeleted(await client.models.remove({ id }));
    await refreshModels();
  } catch (error) {
    notifyError(error);
  }
}

/** The import report again. */
export async function showReport(model: ModelInfo): Promise<void> {
  try {
    set({ step: 'imported', model, report: await client.models.report({ id: model.id }) });
  } catch (error) {
    notifyError(error);
  }
}

/** In the model, and in the graph that shows it. */
export async function choosePixels(model: ModelInfo, values: PixelValues): Promise<void> {
  try {
    const report = await client.models.setPixels({ id: model.id, values });
    set({ step: 'imported', model, report });
    edit(
      (document) => (document.model === model.id ? withPixels(document, values) : document),
      message('import.dialog.pixels'),
    );
  } catch (error) {
    notifyError(error);
  }
}

/**
 * A failure becomes a notice.
 * @param find where the file is on the host's machine
 */
async function importFrom(
  file: string,
  find: (
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ) => Promise<Pick<Uploaded, 'path'> & Partial<Uploaded>>,
): Promise<void> {
  closeImporting();
  const controller = new AbortController();
  current = controller;
  const { signal } = controller;
  const working = (progress: Progress) => {
    if (!signal.aborted) set({ step: 'working', file, progress });
  };
  working({ phase: message('import.dialog.reading') });
  let found: Awaited<ReturnType<typeof find>> | undefined;
  try {
    found = await find(signal, working);
    working({ phase: message('import.dialog.reading') });
    const { model, report } = await client.models.import({ path: found.path }, { signal });
    await refreshModels();
    if (signal.aborted) return;
    await openModel(model);
    set({ step: 'imported', model, report });
  } catch (error) {
    if (signal.aborted || isAbort(error)) return;
    set({ step: 'closed' });
    const problem = messageOf(error);
    notify({ severity: 'error', text: found?.words?.(problem) ?? problem });
  } finally {
    found?.remove?.();
  }
}

/** @param beside files that it needs, in the same folder */
export function importFile(file: File, beside: readonly File[] = []): Promise<void> {
  const path = pathOf(file);
  return importFrom(file.name, async (signal, onProgress) => {
    if (path !== undefined) return { path };
    if (beside.length === 0) return upload([{ path: file.name, file }], { signal, onProgress });
    const files = [file, ...beside].map((one) => ({ path: `model/${one.name}`, file: one }));
    const folder = await upload(files, { signal, onProgress });
    return { ...folder, path: `${folder.path}/${file.name}` };
  });
}

/** @param folder that was dropped, whose path a shell knows */
export function importFolder({ model, shards }: ModelFolder, folder: File | undefined): Promise<void> {
  const path = folder && pathOf(folder);
  return path === undefined ? importFile(model, shards) : importPath(`${path}/${model.name}`);
}

/** @param path on the host's machine */
export const importPath = (path: string): Promise<void> =>
  importFrom(path.split(/[/\\]/).at(-1) ?? path, async () => ({ path }));

export async function pickModel(): Promise<void> {
  if (!inShell()) {
    const [picked] = await pickInBrowser('file');
    if (picked) await importFile(picked.file);
    return;
  }
  const path = await pickPath('file', t('import.dialog.pick'));
  if (path !== undefined) await importPath(path);
}
