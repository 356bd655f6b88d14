/** What the desktop shell can do beyond the contract: its preload script hands it over (electron/preload.ts). */
import { client } from './client';

interface Bridge {
  pathOf(file: File): string;
}

const bridge = (): Bridge | undefined => (window as { skipwire?: Bridge }).skipwire;

/** Where a dropped or picked file lies on this machine; undefined in a browser, which tells nobody. */
export const pathOf = (file: File): string | undefined => bridge()?.pathOf(file) || undefined;

/** True where paths and the system's dialogs can be had. */
export const inShell = (): boolean => bridge() !== undefined;

/** The system's dialog; undefined when the person closed it. */
export async function pickPath(kind: 'file' | 'folder', title: string): Promise<string | undefined> {
  return (await client.app.pickPath({ kind, title })).path ?? undefined;
}

/** For the shell's list of recent files; a browser tells no path, and has no such list. */
export function noteDocument(file: File): void {
  const path = pathOf(file);
  if (path !== undefined) void client.app.noteDocument({ path }).catch(() => undefined);
}
