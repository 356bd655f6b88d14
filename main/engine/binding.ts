/** Compiles the binding of @tensorflow/tfjs-node-gpu against another version of TensorFlow. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sizeMessage } from '../../core/format/bytes';
import { listOf, message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { refuseTrouble } from '../disk/trouble';
import { installAdvice, MissingTool } from './install-advice';
import { BINDING_FILE } from './locate';
import { runCommand } from './run-command';
import { type BindingSources, bindingSources } from './shipped';
import { INSTALLING } from './wheel';

const COMPILERS = ['g++', 'c++', 'clang++'];

/** @throws Refusal naming what to install when there is none. */
export async function findCompiler(signal?: AbortSignal): Promise<string> {
  for (const program of COMPILERS) {
    if ((await runCommand(program, ['--version'], { signal })).code === 0) return program;
  }
  throw new MissingTool(
    message('engine.needs.compiler', { programs: listOf(COMPILERS, 'unit') }),
    installAdvice('compiler'),
  );
}

/** Checked first: without sources a linker makes an empty library, and no error. */
export const SOURCE_FILES = ['tfjs_backend.cc', 'tfjs_binding.cc'];

/** The function that Node calls in a Node-API library. */
const ENTRY_POINT = 'napi_register_module_v1';

/**
 * Builds `<folder>/tfjs_binding.node` from the package's own sources, the headers in `<includes>` and the libraries in
 * `<folder>/lib`.
 * @throws Refusal when a source is missing, with the compiler's first error, or when the result is not a binding.
 */
export async function buildBinding(
  compiler: string,
  folder: string,
  includes: string,
  libraries: readonly string[],
  signal?: AbortSignal,
  { sources, headers }: BindingSources = bindingSources(),
): Promise<void> {
  const files = SOURCE_FILES.map((name) => join(sources, name));
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) {
    refuse('engine.binding.source', { file: missing });
  }
  const mac = process.platform === 'darwin';
  const target = join(folder, BINDING_FILE);
  const { code, output } = await runCommand(
    compiler,
    [
      ...['-std=c++17', '-O2', '-fPIC', '-w'],
      ...(mac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared']),
      ...['-DNAPI_VERSION=8', '-I', includes, '-I', headers],
      ...files,
      ...libraries.map((name) => join(folder, 'lib', name)),
      // Found beside the binding, even if the cache is moved.
      `-Wl,-rpath,${mac ? '@loader_path' : '$ORIGIN'}/lib`,
      ...['-o', target],
    ],
    { signal },
  );
  if (code !== 0) {
    refuseTrouble(output, { ...INSTALLING, where: folder });
    const first = output.split('\n').find((line) => line.includes('error')) ?? output.split('\n')[0];
    refuse('engine.binding.compile', { error: first ?? '' });
  }
  const made = await readFile(target).catch(() => undefined);
  if (made?.includes(ENTRY_POINT)) return;
  throw new Refusal(
    made
      ? message('engine.binding.empty', { compiler, bytes: sizeMessage(made.length), name: ENTRY_POINT })
      : message('engine.binding.none', { compiler }),
  );
}
