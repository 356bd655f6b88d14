/** A worker that crashed: TensorFlow aborted, or ran an instruction that the processor lacks. */
import { readFileSync } from 'node:fs';
import { type Message, message } from '../../core/messages';
import { TENSORFLOW_VERSION } from './versions';

export interface Exit {
  code: number | null;
  signal: string | null;
}

export type Crash = 'abort' | 'illegal-instruction';

/** 128 + the signal's number through a shell or a container; Windows has its own codes. */
const CODES: ReadonlyMap<number, Crash> = new Map([
  [134, 'abort'],
  [132, 'illegal-instruction'],
  // STATUS_STACK_BUFFER_OVERRUN, which abort() ends with; STATUS_ILLEGAL_INSTRUCTION.
  [0xc0000409, 'abort'],
  [0xc000001d, 'illegal-instruction'],
]);

export function crashOf({ code, signal }: Exit): Crash | undefined {
  if (signal === 'SIGABRT') return 'abort';
  if (signal === 'SIGILL') return 'illegal-instruction';
  // Windows' codes come signed or unsigned.
  return code === null ? undefined : CODES.get(code >>> 0);
}

/** What happened and what to do; undefined if it was not a crash, or nothing more is known. */
export function crashMessage(
  exit: Exit,
  device: 'cpu' | 'gpu' | undefined,
  avx: boolean | undefined = hasAvx(),
): Message | undefined {
  const crash = crashOf(exit);
  if (crash === undefined) return undefined;
  if (crash === 'illegal-instruction' && avx === false) return WITHOUT_AVX;
  if (device === 'gpu') return message('engine.crash.onGpu');
  if (crash === 'abort') return undefined;
  return message('engine.crash.instruction');
}

/** Every wheel of TensorFlow for x86-64 is built with AVX. */
export const WITHOUT_AVX = message('engine.withoutAvx', { version: TENSORFLOW_VERSION });

/** Undefined if unknown, and on processors that never have it. */
export function hasAvx(
  read: () => string = () => readFileSync('/proc/cpuinfo', 'utf8'),
  arch: string = process.arch,
): boolean | undefined {
  if (arch !== 'x64') return undefined;
  try {
    const [, flags] = /^flags\s*:(.*)$/m.exec(read()) ?? [];
    return flags === undefined ? undefined : flags.split(/\s+/).includes('avx');
  } catch {
    return undefined;
  }
}
