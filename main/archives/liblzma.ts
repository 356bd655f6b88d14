/**
 * xz with node-liblzma: faster than the `xz` of many systems, and in a thread of Node's pool. Only its native module is
 * loaded, so that sources, bundles and tests load it in the same way.
 */
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Key, message } from '../../core/messages';
import { packageRequire } from '../basics/package-root';
import { BrokenContainer } from './broken';

/** The part of it that is used (node-liblzma's src/bindings). */
interface Binding {
  LZMA: new (mode: number, options: { check: number; preset: number; filters: readonly number[] }) => Decoder;
  STREAM_DECODE: number;
  LZMA_RUN: number;
  LZMA_FINISH: number;
  LZMA_FILTER_LZMA2: number;
}
interface Decoder {
  /** Results: bytes left of the input, and bytes free in the output. */
  code(
    action: number,
    input: Buffer,
    inputAt: number,
    inputBytes: number,
    output: Buffer,
    outputAt: number,
    done: (status: number, inputRest: number, outputRest: number) => void,
  ): void;
  close(): void;
}

/** lzma_ret of liblzma's base.h, in the words of the program xz. */
const OK = 0;
const STREAM_END = 1;
const reasons: Readonly<Record<number, Key>> = {
  5: 'archives.xz.memory',
  7: 'archives.xz.format',
  8: 'archives.xz.options',
  9: 'archives.xz.corrupt',
  10: 'archives.xz.endsEarly',
};

const INPUT = 1 << 18;
const OUTPUT = 1 << 20;

let known: { binding: Binding | undefined } | undefined;

/** undefined if it is not installed or not built for this machine. */
export function liblzma(): Binding | undefined {
  if (known) return known.binding;
  try {
    const entry = packageRequire().resolve('node-liblzma');
    const load = createRequire(entry)('node-gyp-build') as (folder: string) => Binding;
    known = { binding: load(join(dirname(entry), '..')) };
  } catch {
    known = { binding: undefined };
  }
  return known.binding;
}

/**
 * The unpacked bytes of an .xz file. The next block is unpacked while the reader works on the last.
 * @throws BrokenContainer for damaged or truncated data
 */
export async function* unpackedByLiblzma(
  path: string,
  binding: Binding,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  const options = { check: 0, preset: 6, filters: [binding.LZMA_FILTER_LZMA2] };
  const decoder = new binding.LZMA(binding.STREAM_DECODE, options);
  const input = Buffer.alloc(INPUT);
  let [from, rest, action] = [0, 0, binding.LZMA_RUN];
  let ended = false;
  const next = async (): Promise<Buffer | undefined> => {
    const output = Buffer.allocUnsafeSlow(OUTPUT);
    let filled = 0;
    while (!ended && filled < OUTPUT) {
      signal.throwIfAborted();
      if (rest === 0 && action === binding.LZMA_RUN) {
        [from, rest] = [0, (await file.read(input, 0, INPUT, null)).bytesRead];
        if (rest === 0) action = binding.LZMA_FINISH;
      }
      const [status, inputRest, outputRest] = await new Promise<[number, number, number]>((resolve) => {
        decoder.code(action, input, from, rest, output, filled, (...result) => resolve(result));
      });
      [from, rest, filled] = [from + rest - inputRest, inputRest, OUTPUT - outputRest];
      ended = status === STREAM_END;
      if (status === OK || ended) continue;
      const reason = reasons[status];
      throw new BrokenContainer(reason ? message(reason) : message('archives.xz.error', { status }));
    }
    return filled === 0 ? undefined : output.subarray(0, filled);
  };
  const begin = () => {
    const block = next();
    // Awaited later.
    block.catch(() => {});
    return block;
  };
  let ahead = begin();
  try {
    for (let block = await ahead; block; block = await ahead) {
      ahead = begin();
      yield block;
    }
  } finally {
    // Nothing may be freed while a thread is using it.
    await ahead.catch(() => {});
    decoder.close();
    await file.close();
  }
}
