/** The packaged app, made of this checkout on the Electron of the tests. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { electron, temporaryFolder } from './app';
import { root } from './which-electron';

export interface Packaged {
  /** What electron-builder made, before an installer packs it. */
  folder: string;
  executable: string;
  resources: string;
}

/** @throws Error with the last words of the packager. */
export function makePackage(): Packaged {
  const output = temporaryFolder();
  const version = /[\d.]+/.exec(electron?.version ?? '')?.[0];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'scripts', 'package.mjs'),
      ...['--cpu', '--quick', '--dir', `-c.directories.output=${output}`],
      ...(electron?.dist ? [`-c.electronDist=${electron.dist}`, `-c.electronVersion=${version}`] : []),
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The app cannot be packaged:\n${(stdout + stderr).slice(-3000)}`);
  const folder = join(output, 'linux-unpacked');
  return { folder, executable: join(folder, 'skipwire'), resources: join(folder, 'resources') };
}

/** Lets the tests' stand-in run before the app (stand-in.ts). */
export const allowStandIn = ({ executable }: Packaged): Promise<number> =>
  flipFuses(executable, { version: FuseVersion.V1, [FuseV1Options.OnlyLoadAppFromAsar]: false });

/** Names of the files in the archive, with `/`. */
export function filesInArchive({ resources }: Packaged): string[] {
  const archive = readFileSync(join(resources, 'app.asar'));
  // Four numbers of Chromium's pickle, then the directory as JSON.
  const header = JSON.parse(archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8'));
  const names: string[] = [];
  const walk = (folder: { files: Record<string, object> }, path: string) => {
    for (const [name, entry] of Object.entries(folder.files)) {
      if ('files' in entry) walk(entry as { files: Record<string, object> }, `${path}${name}/`);
      else names.push(path + name);
    }
  };
  walk(header, '');
  return names;
}
