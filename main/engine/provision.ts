/**
 * Downloads TensorFlow: the libraries and headers of its wheel, and a binding that is compiled against them. A checkout
 * needs pip and a compiler for that; the installed app includes their results (shipped.ts). The engine's folder appears
 * complete, by rename, or not at all.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { message, messageFrom } from '../../core/messages';
import { engineRoot } from '../basics/paths';
import { refuse } from '../basics/refusal';
import type { Work } from '../basics/work';
import { withLock } from '../disk/lock';
import { inWords } from '../disk/trouble';
import { buildBinding, findCompiler } from './binding';
import type { DeviceReport } from './device';
import { installPackaged } from './installer';
import { cudnnFor } from './judge-gpu';
import {
  BINDING_FILE,
  type EngineManifest,
  engineFolder,
  engineOf,
  MANIFEST_FILE,
  readEngine,
} from './locate';
import { probeEngine } from './probe';
import { shippedBinding, shippedWheel } from './shipped';
import { requireEngineSpace } from './space';
import type { Engine } from './types';
import { extractWheel, extraRequirements } from './unpack-wheel';
import { requirementOf, TENSORFLOW_VERSION, type WheelSource, wheelSource } from './versions';
import { downloadWheel, findPython, INSTALLING } from './wheel';

/** What c_api.h includes; the rest of the wheel's 13,000 headers stays in it. */
export const HEADERS = ['tensorflow/c', 'tensorflow/core/platform', 'xla/tsl', 'tsl'].map(
  (folder) => `tensorflow/include/${folder}/*`,
);

/** The used parts of the CUDA wheels: libraries, and the assembler (locate.ts). */
const CUDA_FILES = ['nvidia/*/lib/*', 'nvidia/cuda_nvcc/*'];

/** @throws Refusal saying what is missing and what to do; the signal's reason when it fires. */
export async function provisionEngine(
  { device, gpu }: Pick<DeviceReport, 'device' | 'gpu'>,
  options: Work = {},
): Promise<Engine> {
  const { onProgress, signal } = options;
  const onWait = (pid: number) =>
    onProgress?.({ phase: message('engine.phase.waiting', { pid: String(pid) }) });
  return withLock(join(engineRoot(), '.lock'), { signal, onWait }, async () => {
    const target = engineFolder(device);
    const present = readEngine(target);
    if (present) return present;
    await requireEngineSpace(engineRoot(), device);
    const work = `${target}.partial-${process.pid}`;
    await removeLeftovers(engineRoot());
    await mkdir(work, { recursive: true });
    try {
      const source = wheelSource(device);
      const manifest = source
        ? await fromWheel(source, { device, gpu }, work, options)
        : await installPackaged(device, options);
      await writeFile(join(work, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
      onProgress?.({ phase: message('engine.phase.testing') });
      await mustRun(readEngine(work), signal);
      await rm(target, { recursive: true, force: true });
      await rename(work, target);
    } catch (error) {
      throw inWords(error, { ...INSTALLING, where: engineRoot() });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
    await removeLeftovers(engineRoot());
    const engine = readEngine(target);
    if (!engine) throw new Error(`${basename(target)} must be whole after its renaming.`);
    return engine;
  });
}

/** Removes what killed processes left; their pip may still be writing, so some of it may stay until the next time. */
async function removeLeftovers(root: string): Promise<void> {
  const left = (await readdir(root)).filter((name) => /^tensorflow.*\.partial-\d+$/.test(name));
  for (const name of left)
    await rm(join(root, name), { recursive: true, force: true }).catch(() => undefined);
}

/** Puts libraries and binding into `work`. */
async function fromWheel(
  source: WheelSource,
  { device, gpu }: Pick<DeviceReport, 'device' | 'gpu'>,
  work: string,
  options: Work,
): Promise<EngineManifest> {
  const { onProgress, signal } = options;
  const { platforms, libraries } = source;
  const requirement = requirementOf(source);
  // Refused before hundreds of megabytes are downloaded.
  if (!shippedWheel(requirement)) await findPython(signal);
  if (!shippedBinding()) await findCompiler(signal);
  const folder = join(work, 'download');
  const download = (one: string) =>
    downloadWheel({ requirement: one, platforms, folder, signal, onProgress });

  const wheel = await download(requirement);
  onProgress?.({ phase: message('engine.phase.unpacking') });
  const unpacked = join(work, 'wheel', 'tensorflow');
  const wanted = [...libraries.map((name) => `tensorflow/${name}`), ...HEADERS];
  await extractWheel(wheel, join(work, 'wheel'), wanted, signal);
  await mkdir(join(work, 'lib'));
  for (const name of libraries) {
    if (!existsSync(join(unpacked, name))) {
      refuse('engine.wheel.lacks', { wheel: basename(wheel), name });
    }
    await rename(join(unpacked, name), join(work, 'lib', name));
  }

  const libraryFolders: string[] = [];
  if (device === 'gpu') {
    // Read first, as each download replaces the one before.
    const requirements = await extraRequirements(wheel, 'and-cuda');
    await rm(wheel);
    for (const one of requirements) {
      const fetched = await download(cudnnFor(one, gpu));
      await extractWheel(fetched, work, CUDA_FILES, signal);
      await rm(fetched);
    }
    const packages = await readdir(join(work, 'nvidia')).catch(() => []);
    const folders = packages.map((name) => join('nvidia', name, 'lib'));
    libraryFolders.push(...folders.filter((each) => existsSync(join(work, each))));
  }
  await rm(wheel, { force: true });
  await rm(folder, { recursive: true, force: true });

  const manifest: EngineManifest = {
    format: 'skipwire.engine',
    version: TENSORFLOW_VERSION,
    device,
    libraryFolders,
    provisionedAt: new Date().toISOString(),
  };
  await makeBinding(manifest, work, join(unpacked, 'include'), libraries, options);
  await rm(join(work, 'wheel'), { recursive: true, force: true });
  return manifest;
}

/** The app's own binding if it runs, otherwise one that is compiled here. */
async function makeBinding(
  manifest: EngineManifest,
  work: string,
  includes: string,
  libraries: readonly string[],
  { onProgress, signal }: Work,
): Promise<void> {
  const shipped = shippedBinding();
  if (shipped) {
    await copyFile(shipped, join(work, BINDING_FILE));
    onProgress?.({ phase: message('engine.phase.testingBinding') });
    // It fails if the system's libraries are older than on the machine that packaged the app.
    if ((await probeEngine(engineOf(manifest, work), signal)).ok) return;
  }
  const compiler = await findCompiler(signal);
  onProgress?.({ phase: message('engine.phase.compiling') });
  await buildBinding(compiler, work, includes, libraries, signal);
}

async function mustRun(engine: Engine | undefined, signal?: AbortSignal): Promise<void> {
  const probe = engine && (await probeEngine(engine, signal));
  if (probe?.ok) return;
  const error = probe ? messageFrom(probe.message) : message('engine.probe.incomplete');
  refuse('engine.unusable', { error });
}
