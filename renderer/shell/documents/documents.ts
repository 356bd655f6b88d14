/** The state of the dialogs of all graphs and of one graph's versions. */

import { create } from 'zustand';
import type { DocumentInfo, VersionInfo } from '../../../core/contract/documents';
import { formatMoment } from '../../../core/format/moment';
import type { GraphDocument } from '../../../core/graph/document';
import { message, t } from '../../../core/messages';
import { onRestored, tellDeleted } from '../../bin/bin';
import { reportEdit } from '../../build/editor/actions';
import { client } from '../../client/client';
import { openKept, takeAway } from '../../client/documents';
import { messageOf, notifyError } from '../../client/errors';
import { useDocuments } from '../../state/documents';
import { useNavigation } from '../../state/navigation';
import { notify } from '../../state/notices';

interface Dialogs {
  graphsOpen: boolean;
  /** Last saved first; undefined until they are known. */
  graphs?: readonly DocumentInfo[] | undefined;
  historyOf?: string | undefined;
  versions?: readonly VersionInfo[] | undefined;
  error?: string | undefined;
}

export const useDocumentDialogs = create<Dialogs>(() => ({ graphsOpen: false }));
const set = useDocumentDialogs.setState;

export function showGraphs(): void {
  set({ graphsOpen: true, error: undefined });
  void refreshGraphs();
}

export async function refreshGraphs(): Promise<void> {
  await attempt(async () => set({ graphs: await client.documents.list(), error: undefined }));
}

export async function showGraph(id: string): Promise<void> {
  if (!(await openKept(id))) return;
  set({ graphsOpen: false });
  useNavigation.getState().go('build');
}

export async function deleteGraph(id: string): Promise<void> {
  await attempt(async () => {
    tellDeleted(await takeAway(id));
    if (useDocumentDialogs.getState().graphsOpen) await refreshGraphs();
  });
}

export function showHistory({ id }: { id: string }): void {
  set({ historyOf: id, versions: undefined, error: undefined });
  void attempt(async () => set({ versions: await client.documents.versions({ id }) }));
}

/** An edit that can be undone. */
export function restoreVersion(id: string, document: GraphDocument, savedAt: string): void {
  const moment = formatMoment(savedAt);
  useDocuments
    .getState()
    .apply(id, () => document, { label: message('shell.versions.restoreStep', { when: moment }) });
  set({ historyOf: undefined });
  const text = t('shell.versions.restored', { name: document.name, when: moment });
  if (useDocuments.getState().activeId === id) reportEdit(text);
  else notify({ severity: 'success', text });
}

async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    set({ error: messageOf(error) });
    const { graphsOpen, historyOf } = useDocumentDialogs.getState();
    if (!graphsOpen && historyOf === undefined) notifyError(error);
  }
}

/** The name of its folder is its id. */
onRestored('document', ({ from }) => void showGraph(from.split(/[\\/]/).at(-1)!));
