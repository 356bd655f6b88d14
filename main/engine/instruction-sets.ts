/** The processor's instruction sets for vectors and matrices. */
import { readFileSync } from 'node:fs';

/** oneDNN chooses its kernels by these. */
const LISTED = [
  'avx2',
  'avx512f',
  'avx512_vnni',
  'avx512_bf16',
  'avx512_fp16',
  'amx_tile',
  'amx_bf16',
  'amx_fp16',
];

/** @param info text of /proc/cpuinfo. @returns undefined without a line of flags, as on ARM. */
export function instructionSetsIn(info: string): string[] | undefined {
  const [, flags] = info.match(/^flags\s*:(.*)$/m) ?? [];
  if (flags === undefined) return undefined;
  const present = new Set(flags.trim().split(/\s+/));
  return LISTED.filter((set) => present.has(set));
}

/** The sets of this machine; undefined on macOS and Windows. */
export function instructionSets(): string[] | undefined {
  try {
    return instructionSetsIn(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether the processor itself multiplies in bfloat16. */
export const hasBfloat16 = (sets: readonly string[]): boolean =>
  sets.includes('avx512_bf16') || sets.includes('amx_bf16');
