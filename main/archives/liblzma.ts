/**
 * xz by the liblzma 5.8 of the package node-liblzma: a third faster than the liblzma 5.4 of many systems, and on a
 * thread of Node's pool. The package is an ES module around a native one, and is there where npm could install it;
 * only the native one is used, found as the package finds it, so that sources, bundles and tests load it alike.
 */
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Key, message } from '../../core/messages';
import { packageRequire } from '../basics/package-root';
import { BrokenContainer } from './broken';

/** What is used of it (node-liblzma's src/bindings). */
interface Binding {
  LZMA: new (mode: number, options: { check: number; preset: number; filters: readonly number[] }) => Decoder;
  STREAM_DECODE: number;
  LZMA_RUN: number;
  LZMA_FINISH: number;
  LZMA_FILTER_LZMA2: number;
}
interface Decoder {
  /** One call at a time; the rests are what is left of the input and free in the output. */
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

/** undefined where it is not installed, or not for this machine. */
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
 * The unpacked bytes of an .xz file; the next ones are unpacked while the reader works on these.
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
    // Whoever waits for it is told; that may be later.
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
    // Nothing of it is freed while a thread is at work on it.
    await ahead.catch(() => {});
    decoder.close();
    await file.close();
  }
}
