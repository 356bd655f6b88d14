/** What the desktop shell can do beyond the contract (electron/preload.ts). */
import { client } from './client';

interface Bridge {
  pathOf(file: File): string;
}

const bridge = (): Bridge | undefined => (window as { skipwire?: Bridge }).skipwire;

/** Path of a dropped or picked file; undefined in a browser. */
export const pathOf = (file: File): string | undefined => bridge()?.pathOf(file) || undefined;

/** Paths and the system's dialogs are available. */
export const inShell = (): boolean => bridge() !== undefined;

/** Undefined when the person closed the dialog. */
export async function pickPath(kind: 'file' | 'folder', title: string): Promise<string | undefined> {
  return (await client.app.pickPath({ kind, title })).path ?? undefined;
}

/** For the shell's list of recent files. */
export function noteDocument(file: File): void {
  const path = pathOf(file);
  if (path !== undefined) void client.app.noteDocument({ path }).catch(() => undefined);
}
