/**
 * The package's own installer, for platforms without a wheel to link against (Windows, Intel Macs). It downloads an older
 * TensorFlow and a prebuilt binding into the package's folder. The installed app may be read-only, so there it runs on a
 * copy in the cache.
 */
import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { message } from '../../core/messages';
import { errorLine } from '../basics/error-line';
import { dependencyFolder, packageRoot } from '../basics/package-root';
import { engineRoot } from '../basics/paths';
import { refuse } from '../basics/refusal';
import type { Work } from '../basics/work';
import { INSTALLER_PACKAGE, makeCommands } from './installer-files';
import { BINDING_FILE, type EngineManifest } from './locate';
import { runCommand } from './run-command';
import { shippedInstaller } from './shipped';
import { type Device, INSTALLER_TENSORFLOW_VERSION } from './versions';

/** @throws Refusal with the installer's last words. */
export async function installPackaged(device: Device, { onProgress, signal }: Work): Promise<EngineManifest> {
  onProgress?.({ phase: message('engine.phase.installer', { version: INSTALLER_TENSORFLOW_VERSION }) });
  const { folder, commands } = await place();
  const { code, output } = await runCommand(
    process.execPath,
    [join(folder, 'scripts', 'install.js'), device, 'download'],
    {
      cwd: folder,
      // It calls node-pre-gyp by name, as npm's scripts may.
      env: {
        ELECTRON_RUN_AS_NODE: '1',
        PATH: [commands, process.env.PATH].join(delimiter),
      },
      signal,
    },
  );
  const binding = join(folder, 'lib', 'napi-v8', BINDING_FILE);
  if (code !== 0 || !existsSync(binding)) {
    const said =
      errorLine(output) ??
      (output.trim().split('\n').at(-1) || message('engine.download.exit', { code: String(code) }));
    refuse('engine.installer.failed', { platform: `${process.platform} ${process.arch}`, error: said });
  }
  return {
    format: 'skipwire.engine',
    version: INSTALLER_TENSORFLOW_VERSION,
    device,
    binding,
    libraryFolders: [],
    provisionedAt: new Date().toISOString(),
  };
}

/** Where it runs, and the folder of the commands that it calls. */
async function place(): Promise<{ folder: string; commands: string }> {
  const shipped = shippedInstaller();
  if (!shipped) {
    const commands = join(packageRoot(), 'node_modules', '.bin');
    return { folder: dependencyFolder(INSTALLER_PACKAGE), commands };
  }
  // Not in the engine's folder, which is renamed: what it downloads contains its own path.
  const copy = join(engineRoot(), `installer-${INSTALLER_TENSORFLOW_VERSION}`);
  await rm(copy, { recursive: true, force: true });
  await cp(shipped, copy, { recursive: true });
  return {
    folder: join(copy, 'node_modules', INSTALLER_PACKAGE),
    commands: makeCommands(copy, process.execPath),
  };
}
