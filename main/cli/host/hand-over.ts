/**
 * Opens a link in the person's browser without the link standing in any command line, which every user of the machine can
 * read: the browser is started with a file that only this user can read and that leads on to the link. The file goes once the
 * link is used, or after a minute.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { t } from '../../../core/messages';
import { hostFolder, privateFolder } from '../../hosts/host-folder';
import { openBrowser } from './open-browser';

/** How long the link in the file works, in milliseconds. */
export const HAND_OVER_MS = 60_000;

const FILE = /^open-[0-9a-f]{16}\.html$/;
const FOLDER = /^skipwire-open-[0-9a-f]{16}$/;

const nameOf = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16);
const inHostFolder = (token: string): string => join(hostFolder(), `open-${nameOf(token)}.html`);
/** Browsers from the Snap Store may read nothing whose path has a hidden folder, and no other folder than the home. */
const inHome = (token: string): string => join(homedir(), `skipwire-open-${nameOf(token)}`, 'open.html');
const hasSnaps = (): boolean => existsSync('/snap/bin');

export interface HandOver {
  /** Removes the file, whatever has become of it. */
  end(): Promise<void>;
  /** True until the link is used or the file is gone for another reason. */
  isWaiting(): boolean;
}

/** @returns nothing where there is no display to open a browser on. */
export async function handOver(link: string, token: string): Promise<HandOver | undefined> {
  const file = hasSnaps() ? inHome(token) : inHostFolder(token);
  await (hasSnaps() ? mkdir(dirname(file), { mode: 0o700 }) : privateFolder(dirname(file)));
  await writeFile(file, page(link), { flag: 'wx', mode: 0o600 });
  const end = () => removeHandOver(token);
  if (openBrowser(file)) return { end, isWaiting: () => existsSync(file) };
  await end();
  return undefined;
}

/** Removes the file of a token that was used, whichever process wrote it. */
export async function removeHandOver(token: string): Promise<void> {
  await rm(inHostFolder(token), { force: true });
  if (hasSnaps()) await rm(dirname(inHome(token)), { recursive: true, force: true });
}

/** Removes what a killed process left. */
export async function sweepHandOvers(now = Date.now()): Promise<void> {
  const places = [{ folder: hostFolder(), pattern: FILE }];
  if (hasSnaps()) places.push({ folder: homedir(), pattern: FOLDER });
  for (const { folder, pattern } of places) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!pattern.test(name)) continue;
      const path = join(folder, name);
      const made = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => now,
      );
      if (now - made > HAND_OVER_MS) await rm(path, { recursive: true, force: true });
    }
  }
}

/** @param link of ours: it has no character that HTML would read otherwise. */
const page = (link: string): string => `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>Skipwire</title>
<meta http-equiv="refresh" content="0; url=${link}">
<a href="${link}">${t('cli.open.page')}</a>
`;
