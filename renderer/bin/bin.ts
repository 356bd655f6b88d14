/** The contents of the bin for the window, and deleting and restoring. */
import { create } from 'zustand';
import { BIN_DAYS, type BinEntry, type BinKind } from '../../core/contract/bin';
import { t, textOf } from '../../core/messages';
import { client } from '../client/client';
import { messageOf, notifyError, remedyOf } from '../client/errors';
import { refreshRuns, removeRun } from '../client/runs';
import { notify, useNotices } from '../state/notices';

interface BinState {
  open: boolean;
  /** Newest first; undefined until they are known. */
  entries?: readonly BinEntry[] | undefined;
  error?: string | undefined;
}

export const useBin = create<BinState>(() => ({ open: false }));

export function openBin(): void {
  useBin.setState({ open: true });
  void refreshBin();
}

async function refreshBin(): Promise<void> {
  try {
    useBin.setState({ entries: await client.bin.list(), error: undefined });
  } catch (error) {
    useBin.setState({ error: messageOf(error) });
  }
}

type Restored = (entry: BinEntry) => void;
const restoredListeners: Record<BinKind, Set<Restored>> = {
  run: new Set([() => void refreshRuns()]),
  document: new Set(),
  model: new Set(),
  study: new Set(),
};

/** @returns a function that removes the listener. */
export function onRestored(kind: BinKind, listener: Restored): () => void {
  restoredListeners[kind].add(listener);
  return () => restoredListeners[kind].delete(listener);
}

export async function restore({ id, label }: Pick<BinEntry, 'id' | 'label'>): Promise<void> {
  await attempt(async () => {
    const entry = await client.bin.restore({ id });
    for (const tell of restoredListeners[entry.kind]) tell(entry);
    useNotices.getState().dismiss(notices.get(id) ?? 0);
    notices.delete(id);
    if (!useBin.getState().open)
      notify({ severity: 'success', text: t('shell.bin.restored', { name: label }) });
  });
}

export const deleteForGood = ({ id }: Pick<BinEntry, 'id'>): Promise<void> =>
  attempt(() => client.bin.remove({ id }));

export const emptyBin = (): Promise<void> => attempt(() => client.bin.empty());

async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notifyError(error);
  }
  if (useBin.getState().open) await refreshBin();
}

/** By entry in the bin. */
const notices = new Map<string, number>();

export function tellDeleted(entry: BinEntry): void {
  const notice = useNotices.getState().add({
    severity: 'info',
    text: t('shell.bin.deleted', { name: entry.label, days: BIN_DAYS }),
    action: { label: t('shell.undo'), perform: () => void restore(entry) },
  });
  notices.set(entry.id, notice);
  if (useBin.getState().open) void refreshBin();
}

/** Into the bin, with one notice for all; those that are refused stay, each with its reason. */
export async function deleteRuns(ids: readonly string[]): Promise<void> {
  if (ids.length === 1) return deleteRun(ids[0]!);
  const entries: BinEntry[] = [];
  for (const id of ids) {
    try {
      const entry = await removeRun(id);
      if (entry) entries.push(entry);
    } catch (error) {
      notifyError(error);
    }
  }
  if (entries.length === 0) return;
  notify({
    severity: 'info',
    text: t('shell.bin.deletedRuns', { count: entries.length, days: BIN_DAYS }),
    action: { label: t('shell.undo'), perform: () => void restoreAll(entries) },
  });
  if (useBin.getState().open) void refreshBin();
}

async function restoreAll(entries: readonly BinEntry[]): Promise<void> {
  await attempt(async () => {
    for (const { id } of entries) await client.bin.restore({ id });
    notify({ severity: 'success', text: t('shell.bin.restoredRuns', { count: entries.length }) });
  });
  await refreshRuns();
}

/** A refusal offers to delete the run permanently. */
export async function deleteRun(id: string, forGood = false): Promise<void> {
  try {
    const entry = await removeRun(id, forGood);
    if (entry) tellDeleted(entry);
  } catch (error) {
    const remedy = remedyOf(error);
    notify({
      severity: 'error',
      text: messageOf(error),
      ...(remedy && { action: { label: textOf(remedy.label), perform: () => void deleteRun(id, true) } }),
    });
  }
}
