/** Finds an engine that is already on this machine. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { engineRoot } from '../basics/paths';
import type { Engine } from './types';
import { type Device, engineFolderName } from './versions';

export const BINDING_FILE = 'tfjs_binding.node';
export const MANIFEST_FILE = 'engine.json';

/** Written last into an engine's folder, so if it exists, the folder is complete. */
export const manifestSchema = z.object({
  format: z.literal('skipwire.engine'),
  version: z.string(),
  device: z.enum(['cpu', 'gpu']),
  /** Absolute path of a binding outside of the engine's folder (the package's own installer). */
  binding: z.string().optional(),
  /** Folders of CUDA libraries, relative to the engine's own. */
  libraryFolders: z.array(z.string()),
  provisionedAt: z.string(),
});
export type EngineManifest = z.infer<typeof manifestSchema>;

export function engineFolder(device: Device): string {
  return join(engineRoot(), engineFolderName(device));
}

/** The engine in `folder`, or undefined if there is no complete one. */
export function readEngine(folder: string): Engine | undefined {
  let manifest: EngineManifest;
  try {
    manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8')));
  } catch {
    return undefined;
  }
  const engine = engineOf(manifest, folder);
  return existsSync(engine.bindingPath) ? engine : undefined;
}

export function engineOf(manifest: EngineManifest, folder: string): Engine {
  const { version, device, binding: bindingPath = join(folder, BINDING_FILE) } = manifest;
  const libraryFolders = manifest.libraryFolders.map((each) => join(folder, each));
  return { version, device, bindingPath, libraryFolders, env: environment(folder, manifest) };
}

function environment(folder: string, { device, libraryFolders }: EngineManifest): Record<string, string> {
  // Without TensorFlow's notes on how it was compiled; errors still arrive as errors.
  const env: Record<string, string> = { TF_CPP_MIN_LOG_LEVEL: process.env.TF_CPP_MIN_LOG_LEVEL ?? '2' };
  if (device === 'cpu') return env;
  // Otherwise TensorFlow takes all of the GPU's memory at once.
  env.TF_FORCE_GPU_ALLOW_GROWTH = 'true';
  if (libraryFolders.length === 0) return env;
  const folders = libraryFolders.map((each) => join(folder, each));
  env.LD_LIBRARY_PATH = [...folders, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  // TensorFlow calls the assembler, ptxas, when it tries convolution algorithms.
  env.PATH = [join(folder, 'nvidia', 'cuda_nvcc', 'bin'), process.env.PATH].filter(Boolean).join(':');
  return env;
}

/** A GPU engine is preferred if there is one. */
export function locateEngine(device: Device): Engine | undefined {
  return readEngine(engineFolder(device)) ?? (device === 'gpu' ? readEngine(engineFolder('cpu')) : undefined);
}
