/**
 * HDF5 with h5wasm, in its build for browsers, which has a file system of its own. Here that contains only the one
 * file, whose bytes are on the disk: nothing in it can reach another file, and disk errors are known, which HDF5 does
 * not report.
 */
import { fstatSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dependencyFolder } from '../basics/package-root';

type Library = typeof import('h5wasm');
export type Hdf5Module = Awaited<Library['ready']>;
export type Hdf5File = InstanceType<Library['File']>;
export type Hdf5Dataset = InstanceType<Library['Dataset']>;

let library: Promise<{ h5: Library; module: Hdf5Module }> | undefined;

/** By path: an older Electron cannot import an ES module from its archive. */
async function load() {
  const file = join(dependencyFolder('h5wasm'), 'dist', 'esm', 'hdf5_hl.js');
  const h5: Library = await import(pathToFileURL(file).href);
  const module = await h5.ready;
  // Otherwise HDF5 prints its errors, and some reads continue with whatever was in memory.
  module.activate_throwing_error_handler();
  return { h5, module };
}

/** @throws Error if h5wasm is missing. */
export async function loadHdf5(): Promise<void> {
  library ??= load();
  await library;
}

/** The part of Emscripten's file system that is used. */
interface SealedFileSystem {
  createFile(folder: string, name: string, options: object, canRead: boolean, canWrite: boolean): SealedNode;
  analyzePath(path: string): { exists: boolean };
  unlink(path: string): void;
  ErrnoError: new (code: number) => Error;
}
interface SealedNode {
  usedBytes: number;
  node_ops: object;
  stream_ops: object;
}

/** Emscripten's error numbers. */
const BAD_FILE = 8;
const IO_ERROR = 29;
const READ_ONLY = 69;
let opened = 0;

/**
 * @param descriptor of a file that is open for reading, and with `w` for writing, too; it is not closed.
 * @param mode `w` makes a new HDF5 file there.
 * @throws Error of the disk, or what `use` or HDF5 throws.
 */
export async function withHdf5File<Result>(
  descriptor: number,
  mode: 'r' | 'w',
  use: (file: Hdf5File, module: Hdf5Module) => Result,
): Promise<Result> {
  await loadHdf5();
  const { h5, module } = await (library as NonNullable<typeof library>);
  const FS = module.FS as unknown as SealedFileSystem;
  const path = `/file-${opened++}.h5`;
  const disk = placed(FS, path, descriptor, mode === 'w');
  try {
    const file = new h5.File(path, mode);
    try {
      return use(file, module);
    } finally {
      file.close();
    }
  } finally {
    if (FS.analyzePath(path).exists) FS.unlink(path);
    disk.end();
  }
}

/** A file in the sealed file system whose bytes are read and written through the descriptor. */
function placed(FS: SealedFileSystem, path: string, descriptor: number, canWrite: boolean) {
  const node = FS.createFile('/', path.slice(1), {}, true, canWrite);
  let failure: unknown;
  let hasEnded = false;
  const checked = <Result>(work: () => Result): Result => {
    if (hasEnded) throw new FS.ErrnoError(BAD_FILE);
    try {
      return work();
    } catch (error) {
      failure ??= error;
      throw new FS.ErrnoError(IO_ERROR);
    }
  };
  const writable = () => {
    if (!canWrite) throw new FS.ErrnoError(READ_ONLY);
  };
  node.usedBytes = fstatSync(descriptor).size;
  node.node_ops = {
    ...node.node_ops,
    setattr: (_node: unknown, { size }: { size?: number }) => {
      if (size === undefined) return;
      writable();
      checked(() => ftruncateSync(descriptor, size));
      node.usedBytes = size;
    },
  };
  node.stream_ops = {
    ...node.stream_ops,
    read: (_stream: unknown, buffer: Int8Array, offset: number, length: number, position: number) => {
      const rest = Math.min(length, node.usedBytes - position);
      return rest <= 0 ? 0 : checked(() => readSync(descriptor, buffer, offset, rest, position));
    },
    write: (_stream: unknown, buffer: Int8Array, offset: number, length: number, position: number) => {
      writable();
      const written = checked(() => writeSync(descriptor, buffer, offset, length, position));
      node.usedBytes = Math.max(node.usedBytes, position + written);
      return written;
    },
  };
  return {
    /**
     * HDF5 keeps a file that it could not close; the descriptor may soon be another file's.
     * @throws Error of the disk, if there was one.
     */
    end(): void {
      hasEnded = true;
      if (failure) throw failure;
    },
  };
}
