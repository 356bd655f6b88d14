/** Which Electron the tests run on, or why they cannot run. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..', '..');

export interface FoundElectron {
  executable: string;
  /** "Electron 25.1.1 (Node 18.15.0)". */
  version: string;
  /** Electron without an app of its own, for electron-builder; absent where its own download does. */
  dist?: string;
}

const NAMES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};
const executableIn = (folder: string): string => join(folder, NAMES[process.platform] ?? 'electron');

const works = (command: string, args: string[]): boolean => spawnSync(command, args).status === 0;

/** What the machine lacks, whatever the Electron. */
function obstacle(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const display = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!display && !works('which', ['Xvfb'])) return 'there is no display and no Xvfb (apt-get install xvfb)';
  if (process.getuid?.() === 0 && !works('unshare', [...ordinaryUser, 'true'])) {
    return 'this is root, and user namespaces are switched off';
  }
  return undefined;
}

/**
 * Chromium's sandbox refuses to run as root. In a user namespace of its own, root is an ordinary user without any
 * capability, and its files are still its own.
 */
export const ordinaryUser = ['--user', '--map-user=1000', '--map-group=1000', '--'];

/** The one that is named, the one that the product is made for where it has been downloaded, or an older one. */
function locate(): { folder: string; dist?: string } {
  const named = process.env.SKIPWIRE_ELECTRON;
  if (named) return { folder: named };
  const own = join(root, 'node_modules', 'electron', 'dist');
  if (existsSync(executableIn(own))) return { folder: own };
  const script = join(__dirname, 'fetch-electron.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`no Electron can be had (${stderr.trim()})`);
  const folder = stdout.trim();
  return { folder: join(folder, 'run'), dist: join(folder, 'dist') };
}

/** @throws Error with the reason why none can be run. */
export function findElectron(): FoundElectron {
  const reason = obstacle();
  if (reason !== undefined) throw new Error(reason);
  const { folder, ...rest } = locate();
  const executable = executableIn(folder);
  const code = '"Electron " + process.versions.electron + " (Node " + process.versions.node + ")"';
  const { stdout, stderr, status, error } = spawnSync(executable, ['-p', code], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(`${executable} does not run (${error?.message ?? stderr.trim().slice(-300)})`);
  return { executable, version: stdout.trim(), ...rest };
}
