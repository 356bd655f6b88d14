/** An app in the `resources` of an Electron that runs ours, with what an older Electron lacks put in first. */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const shim = join(__dirname, 'shim', 'main.cjs');

/** @returns whether the executable runs its own app, so that none is to be named on its command line. */
export function installStandIn(executable: string): boolean {
  const resources = join(dirname(executable), 'resources');
  // Electron's own default app knows `-r` and a folder, as ours does. A packaged app has neither.
  if (existsSync(join(resources, 'default_app.asar')) || !existsSync(resources)) return false;
  const packaged = join(resources, 'packaged');
  // Electron looks for an archive before it looks for a folder.
  if (existsSync(join(resources, 'app.asar'))) {
    mkdirSync(packaged);
    for (const name of readdirSync(resources)) {
      if (name !== 'packaged') renameSync(join(resources, name), join(packaged, name));
    }
  }
  cpSync(join(__dirname, 'shim', 'default-app'), join(resources, 'app'), { recursive: true });
  return existsSync(packaged);
}
