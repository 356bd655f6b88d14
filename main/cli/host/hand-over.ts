/**
 * Opens a sign-in link in the browser. Every user of the machine can read command lines, so the browser is given a private
 * file that redirects to the link. The file is removed once the link was used, or after a minute.
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
/** Browsers from the Snap Store can only read the home folder, and no hidden folders in it. */
const inHome = (token: string): string => join(homedir(), `skipwire-open-${nameOf(token)}`, 'open.html');
const hasSnaps = (): boolean => existsSync('/snap/bin');

export interface HandOver {
  /** Removes the file if it still exists. */
  end(): Promise<void>;
  /** True until the file is removed. */
  isWaiting(): boolean;
}

/** @returns undefined where there is no display. */
export async function handOver(link: string, token: string): Promise<HandOver | undefined> {
  const file = hasSnaps() ? inHome(token) : inHostFolder(token);
  await (hasSnaps() ? mkdir(dirname(file), { mode: 0o700 }) : privateFolder(dirname(file)));
  await writeFile(file, page(link), { flag: 'wx', mode: 0o600 });
  const end = () => removeHandOver(token);
  if (openBrowser(file)) return { end, isWaiting: () => existsSync(file) };
  await end();
  return undefined;
}

/** Removes the file of a used token, whichever process wrote it. */
export async function removeHandOver(token: string): Promise<void> {
  await rm(inHostFolder(token), { force: true });
  if (hasSnaps()) await rm(dirname(inHome(token)), { recursive: true, force: true });
}

/** Removes files that killed processes left. */
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

/** @param link must need no HTML escaping. */
const page = (link: string): string => `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>Skipwire</title>
<meta http-equiv="refresh" content="0; url=${link}">
<a href="${link}">${t('cli.open.page')}</a>
`;
