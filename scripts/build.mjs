/**
 * Builds the app:
 *
 *   build/main/{cli,worker,probe,report,check,import,courier}.cjs    esbuild, from main/ and core/, with tfjs.cjs, TensorFlow's package
 *   build/main/page/                     what exports to TensorFlow.js have in their web page
 *   build/electron/{main,preload}.cjs    esbuild, from electron/, main/ and core/
 *   build/renderer/                      Vite, from renderer/ and core/
 *   build/licenses.json.gz               of all packages in them, and of those that are shipped beside them
 *
 * `node scripts/build.mjs [main] [electron] [renderer] [--if-needed]` builds the named parts (all by default).
 * A catalogue of messages with a missing or unused key fails it, except with `--if-needed` (scripts/messages.mjs).
 * Every part is built into a folder of its own and moved into place file by file, so a process that starts
 * meanwhile sees the old files or the new ones, never half of one.
 */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { collectLicenses, packageFolderOf } from './licenses.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const build = join(root, 'build');

/** Native or binary packages, and one that is an ES module of 4 MB: they stay in node_modules. */
const external = ['h5wasm', 'sharp', 'node-liblzma', 'electron', 'onnxruntime-node'];

/** TensorFlow's package is a bundle that the others share: the worker, and the process that tries an engine. */
const sharedTensorFlow = {
  name: 'shared-tensorflow',
  setup(build) {
    const share = (filter, file) =>
      build.onResolve({ filter }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: `./${file}`, external: true },
      );
    share(/^@tensorflow\/tfjs-node-gpu$/, 'tfjs.cjs');
    share(/^@mapbox\/node-pre-gyp(\/|$)/, 'place-of-binding.cjs');
  },
};

/** The programs of main, by bundle name. */
export const mainEntries = {
  cli: 'main/cli/index.ts',
  worker: 'main/training/jobs/worker.ts',
  probe: 'main/engine/probe-entry.ts',
  tfjs: '@tensorflow/tfjs-node-gpu',
  'place-of-binding': 'main/engine/place-of-binding.cjs',
  report: 'main/datasets/report/worker.ts',
  check: 'main/exporting/check/worker.ts',
  import: 'main/importing/worker.ts',
  courier: 'main/executors/far/courier.ts',
};

export const electronEntries = { main: 'electron/main.ts', preload: 'electron/preload.ts' };

const parts = {
  main: {
    sources: ['core', 'main'],
    produce: async (folder) => [
      ...(await esbuild(mainEntries, folder)),
      ...(await exportedPage(join(folder, 'page'))),
    ],
    last: 'cli.cjs',
  },
  electron: {
    sources: ['core', 'main', 'electron'],
    produce: (folder) => esbuild(electronEntries, folder),
    last: 'main.cjs',
  },
  renderer: {
    sources: ['core', 'renderer', 'vite.config.ts', 'assets/icon.svg'],
    produce: vite,
    last: 'index.html',
  },
};

/** esbuild's options for programs that run in Node and Electron. */
export const bundleOptions = (entryPoints, outdir) => ({
  metafile: true,
  absWorkingDir: root,
  entryPoints,
  outdir,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  keepNames: true,
  legalComments: 'none',
  logLevel: 'error',
  external,
  plugins: [sharedTensorFlow],
});

/** Both return the files that went into the bundles. */
async function esbuild(entryPoints, outdir) {
  const { build: bundle } = await import('esbuild');
  const { metafile } = await bundle(bundleOptions(entryPoints, outdir));
  return Object.keys(metafile.inputs).map((file) => join(root, file));
}

/** What exports to TensorFlow.js are written with: the script of their web page, and TensorFlow.js as it is published. */
async function exportedPage(outdir) {
  const { build: bundle } = await import('esbuild');
  const { metafile } = await bundle({
    metafile: true,
    absWorkingDir: root,
    entryPoints: ['main/exporting/tfjs/page/page.ts'],
    outdir,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  });
  const library = join(root, 'node_modules/@tensorflow/tfjs/dist/tf.es2017.min.js');
  // Without the line that refers to a missing source map.
  const text = readFileSync(library, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
  writeFileSync(join(outdir, 'tf.min.js'), text);
  copyFileSync(join(root, 'assets/licenses/Apache-2.0.txt'), join(outdir, 'tf.LICENSE.txt'));
  return [...Object.keys(metafile.inputs).map((file) => join(root, file)), library];
}

async function vite(outDir) {
  // Vite warns about a default of its next version, which does not affect us.
  process.env.VITE_CONFIG_NATIVE_IGNORE_WARNING = 'true';
  // Otherwise a test, or a shell that sets it, would get React's development build, which is several times slower.
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  const files = [];
  try {
    const { build: bundle } = await import('vite');
    await bundle({
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir, emptyOutDir: true },
      plugins: [
        {
          name: 'files-of-the-bundle',
          generateBundle() {
            files.push(...this.getModuleIds());
          },
        },
      ],
    });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
  return files;
}

/** Every file below `folder`, as paths relative to it. */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Changes whenever a source of the part is added, removed or written, or a dependency changes. */
function fingerprint(part) {
  const hash = createHash('sha256');
  const files = [...part.sources, 'package-lock.json', 'scripts/build.mjs', 'scripts/licenses.mjs'].flatMap(
    (source) => {
      const path = join(root, source);
      if (!existsSync(path)) return [];
      return statSync(path).isDirectory() ? filesBelow(path).map((file) => join(path, file)) : [path];
    },
  );
  for (const file of files.sort()) {
    const { mtimeMs, size } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
    hash.update(`${relative(root, file).split(sep).join('/')}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

const stampFile = (name) => join(build, `.${name}.stamp`);

function isCurrent(name) {
  const part = parts[name];
  if (!existsSync(join(build, name, part.last)) || !existsSync(stampFile(name))) return false;
  return readFileSync(stampFile(name), 'utf8') === fingerprint(part);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Runs `task` while no other process builds the part. A lock whose owner has ended is taken over; if two processes take
 * it over at once, both build, which only costs time.
 */
async function locked(name, task) {
  const lock = join(build, `.${name}.lock`);
  mkdirSync(build, { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = Number(contentOf(lock));
    // The lock of an owner that has yet to write its number is empty.
    if (owner > 0 && !isAlive(owner)) rmSync(lock, { force: true });
    else await sleep(100);
  }
  try {
    return await task();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Moves the files of `from` into `to`, `last` after all others, and removes files that are no longer built. */
function moveIntoPlace(from, to, last) {
  const made = filesBelow(from);
  const ordered = [...made.filter((file) => file !== last), ...made.filter((file) => file === last)];
  for (const file of ordered) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    renameSync(join(from, file), join(to, file));
  }
  const kept = new Set(made);
  for (const file of filesBelow(to)) if (!kept.has(file)) rmSync(join(to, file));
}

const packagesFile = (name) => join(build, `.${name}.packages.json`);

/** Licenses of all parts that are built, written completely or not at all: other processes may read the file. */
function writeLicenses() {
  const lists = Object.keys(parts).map(packagesFile).filter(existsSync);
  const folders = lists.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')));
  const temporary = join(build, `.licenses-${process.pid}.json.gz`);
  const existing = folders.map((folder) => join(root, folder)).filter(existsSync);
  writeFileSync(temporary, gzipSync(JSON.stringify(collectLicenses(root, existing))));
  renameSync(temporary, join(build, 'licenses.json.gz'));
}

async function produce(name) {
  const part = parts[name];
  const temporary = join(build, `.${name}-${process.pid}-${randomBytes(4).toString('hex')}`);
  // Taken before building: if a source changes meanwhile, the next check builds again.
  const stamp = fingerprint(part);
  try {
    const files = await part.produce(temporary);
    moveIntoPlace(temporary, join(build, name), part.last);
    const folders = new Set(files.map(packageFolderOf).filter(Boolean));
    writeFileSync(packagesFile(name), JSON.stringify([...folders].map((folder) => relative(root, folder))));
    writeLicenses();
    writeFileSync(stampFile(name), stamp);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Builds the named parts, one after another; with `ifNeeded`, only those whose sources changed. */
async function make(names, { ifNeeded = false } = {}) {
  for (const name of names) {
    if (ifNeeded && isCurrent(name)) continue;
    await locked(name, async () => {
      if (ifNeeded && isCurrent(name)) return;
      await produce(name);
    });
  }
}

/**
 * Builds outdated parts in a separate process: a bundler keeps hundreds of megabytes, which a host or a training would
 * then hold for hours.
 */
async function makeApart(names) {
  if (names.every(isCurrent)) return;
  const command = [fileURLToPath(import.meta.url), ...names, '--if-needed'];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`The build of ${names.join(', ')} failed (${signal ?? code}).`);
}

/** Paths of the two bundles of main, rebuilt if their sources changed. */
export async function bundleMain() {
  await makeApart(['main']);
  return { cli: join(build, 'main', 'cli.cjs'), worker: join(build, 'main', 'worker.cjs') };
}

/** Builds what the browser host needs (main and, unless `renderer` is false, the window), where sources changed. */
export async function ensureBuilt({ renderer = true, electron = false } = {}) {
  const names = ['main', ...(electron ? ['electron'] : []), ...(renderer ? ['renderer'] : [])];
  await makeApart(names);
}

/** Bundles a program that is part of no host, and returns its path. */
export async function bundleTool(source) {
  const name = basename(source, '.ts');
  await esbuild({ [name]: source }, join(build, 'tools'));
  return join(build, 'tools', `${name}.cjs`);
}

/** True when `ensureBuilt` would have something to do. */
export const needsBuild = (name) => !isCurrent(name);

/** Everything, from scratch. */
export async function bundleAll() {
  await make(Object.keys(parts));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  const unknown = names.find((name) => !(name in parts));
  if (unknown !== undefined) {
    console.error(`A part is one of ${Object.keys(parts).join(', ')}. Received: ${unknown}.`);
    process.exit(1);
  }
  const ifNeeded = process.argv.includes('--if-needed');
  if (!ifNeeded) {
    const { requireMessages } = await import('./messages.mjs');
    requireMessages();
  }
  await make(names.length > 0 ? names : Object.keys(parts), { ifNeeded });
}

/** Undefined if the file is gone: the owner of the lock may release it at any moment. */
function contentOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
