/** Versions of an engine's CUDA libraries, from their file names. */
import { readdirSync } from 'node:fs';

const names: Readonly<Record<string, string>> = {
  libcudart: 'CUDA runtime',
  libcudnn: 'cuDNN',
  libcublas: 'cuBLAS',
  libcufft: 'cuFFT',
  libnccl: 'NCCL',
};

/** `{ cuDNN: "9", "CUDA runtime": "12" }`, the most precise of a library's files. */
export function libraryVersions(folders: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const file of folders.flatMap(filesIn)) {
    const [, library = '', version = ''] = /^(lib[a-z]+)\.so\.([\d.]+)$/.exec(file) ?? [];
    const name = names[library];
    if (name !== undefined && version.length > (found[name]?.length ?? 0)) found[name] = version;
  }
  return found;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
