/** Decodes photographs into one file of raw bytes, in parallel and in order. Continues where a killed process stopped. */

import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { elementCount } from '../../../core/basics/element-count';
import { message } from '../../../core/messages';
import type { Preprocessing } from '../../../core/study/data';
import { compileDecoder } from '../../compiler/decoder';
import type { FileSplit } from '../../compiler/types';
import { PART } from '../../datasets/cache/image-cache';
import { openSession } from '../../engine/session';
import type { Engine } from '../../engine/types';
import { int32 } from '../../engine/values';
import { temporaryFolder } from '../../processes/temporary';

/** Images per call. */
const BATCH = 64;
/** Milliseconds between reports. */
const TELL_EVERY = 250;

export interface DecodeOptions {
  engine: Engine;
  imageShape: readonly number[];
  preprocessing: Preprocessing;
  stopRequested(): boolean;
  /** Images of all splits, and images per second. */
  onProgress(done: number, perSecond: number): void;
}

/** @returns false if stopped; finished batches are kept. */
export async function decodePhotos(
  source: FileSplit,
  file: string,
  options: DecodeOptions,
): Promise<boolean> {
  const { engine, imageShape, preprocessing } = options;
  const bytesEach = elementCount(imageShape);
  await mkdir(dirname(file), { recursive: true });
  const part = await open(file + PART, 'a+');
  const folder = await temporaryFolder('skipwire-decode-', message('training.purpose.decoding'));
  try {
    // Only whole batches count.
    const { size } = await part.stat();
    const batches = Math.min(Math.floor(size / (BATCH * bytesEach)), Math.floor(source.count / BATCH));
    await part.truncate(batches * BATCH * bytesEach);
    const threads = availableParallelism();
    const model = compileDecoder(source, { imageShape, preprocessing, batchSize: BATCH, threads });
    await writeFile(join(folder, 'saved_model.pb'), model.savedModel);
    const session = await openSession(engine, folder, model.tags);
    try {
      await session.run('load_data');
      await session.run('begin_decoding', { first_batch: int32(batches) });
      const began = performance.now();
      let reported = began;
      let done = batches * BATCH;
      const before = done;
      while (done < source.count) {
        await new Promise((resolve) => setImmediate(resolve));
        if (options.stopRequested()) return false;
        const { bytes } = await session.run('decode_next');
        const { buffer, byteOffset } = bytes!.data as Int32Array;
        const images = Math.min(BATCH, source.count - done);
        await writeAll(part, new Uint8Array(buffer, byteOffset, images * bytesEach));
        done += images;
        const now = performance.now();
        if (now - reported >= TELL_EVERY || done === source.count) {
          reported = now;
          options.onProgress(done, (1000 * (done - before)) / (now - began));
        }
      }
    } finally {
      session.close();
    }
    await part.sync();
  } finally {
    await part.close();
    await rm(folder, { recursive: true, force: true });
  }
  await rename(file + PART, file);
  return true;
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at, bytes.length - at)).bytesWritten;
}
