/** Compiles the binding of @tensorflow/tfjs-node-gpu, as it is, against a TensorFlow of our choosing. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { refuseTrouble } from '../disk/trouble';
import { Refusal } from '../refusal';
import { runCommand } from './command';
import { BINDING_FILE } from './locate';
import { dependencyFolder } from './package-root';
import { INSTALLING } from './wheel';

const COMPILERS = ['g++', 'c++', 'clang++'];

/** @throws Refusal naming what to install when there is none. */
export async function findCompiler(signal?: AbortSignal): Promise<string> {
  for (const program of COMPILERS) {
    if ((await runCommand(program, ['--version'], { signal })).code === 0) return program;
  }
  throw new Refusal(
    `Building the TensorFlow binding needs a C++ compiler. Received: none of ${COMPILERS.join(', ')} on the PATH. Install one (on Debian: apt-get install g++) and try again.`,
  );
}

/**
 * Builds `<folder>/tfjs_binding.node` from the package's own sources, the headers in `<includes>` and the libraries
 * in `<folder>/lib`; one compiler call, no node-gyp.
 * @throws Refusal with the compiler's first error.
 */
export async function buildBinding(
  compiler: string,
  folder: string,
  includes: string,
  libraries: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const sources = join(dependencyFolder('@tensorflow/tfjs-node-gpu'), 'binding');
  const files = (await readdir(sources))
    .filter((name) => name.endsWith('.cc'))
    .map((name) => join(sources, name));
  const mac = process.platform === 'darwin';
  const { code, output } = await runCommand(
    compiler,
    [
      ...['-std=c++17', '-O2', '-fPIC', '-w'],
      ...(mac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared']),
      ...['-DNAPI_VERSION=8', '-I', includes, '-I', join(dependencyFolder('node-api-headers'), 'include')],
      ...files,
      ...libraries.map((name) => join(folder, 'lib', name)),
      // Found beside the binding wherever the cache is moved to.
      `-Wl,-rpath,${mac ? '@loader_path' : '$ORIGIN'}/lib`,
      ...['-o', join(folder, BINDING_FILE)],
    ],
    { signal },
  );
  if (code === 0) return;
  refuseTrouble(output, { ...INSTALLING, where: folder });
  const first = output.split('\n').find((line) => line.includes('error')) ?? output.split('\n')[0];
  throw new Refusal(`The TensorFlow binding could not be compiled. Received: ${first}`);
}
