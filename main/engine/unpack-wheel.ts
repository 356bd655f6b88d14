/** Unpacks what the engine needs from a wheel, a zip archive, without reading all of it into memory. */
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';
import { messageOf } from '../../core/basics/errors';
import { wildcards } from '../../core/basics/wildcards';
import { openZip } from '../archives/zip-reader';
import { Refusal, refuse } from '../basics/refusal';
import { inWords } from '../disk/trouble';
import { INSTALLING } from './wheel';

const EXECUTABLE = 0o100;

/**
 * @param patterns for members' names; `*` matches any characters, slashes included: `tensorflow/include/tsl/*`.
 * @returns how many files were unpacked.
 * @throws Refusal when the wheel is damaged, or a member would be outside `target`.
 */
export async function extractWheel(
  wheel: string,
  target: string,
  patterns: readonly string[],
  signal?: AbortSignal,
): Promise<number> {
  const wanted = patterns.map((pattern) => wildcards(pattern));
  let count = 0;
  await eachMember(wheel, target, signal, async (entry, zip) => {
    if (entry.fileName.endsWith('/') || !wanted.some((pattern) => pattern.test(entry.fileName))) return;
    const path = join(target, entry.fileName);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path), { signal });
    if ((entry.externalFileAttributes >>> 16) & EXECUTABLE) await chmod(path, 0o755);
    count += 1;
  });
  return count;
}

/** A wheel's requirements for one of its extras, such as `and-cuda`. */
export async function extraRequirements(wheel: string, extra: string): Promise<string[]> {
  let metadata = '';
  await eachMember(wheel, wheel, undefined, async (entry, zip) => {
    if (/^[^/]+\.dist-info\/METADATA$/.test(entry.fileName)) {
      metadata = await text(await zip.openReadStreamPromise(entry));
    }
  });
  return metadata.split('\n').flatMap((line) => {
    const [, requirement, name] = line.match(/^Requires-Dist: ([^;]+);\s*extra == "([^"]+)"$/) ?? [];
    return requirement && name === extra ? [requirement.trim()] : [];
  });
}

async function eachMember(
  wheel: string,
  where: string,
  signal: AbortSignal | undefined,
  visit: (entry: Entry, zip: ZipFile) => Promise<void>,
): Promise<void> {
  const file = await open(wheel, 'r');
  try {
    // Names that lead outside are refused by yauzl.
    const zip = await openZip(file, { autoClose: false });
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      await visit(entry, zip);
    }
  } catch (error) {
    signal?.throwIfAborted();
    const said = inWords(error, { ...INSTALLING, where });
    if (said instanceof Refusal) throw said;
    refuse('engine.wheel.unpack', { error: messageOf(said) });
  } finally {
    await file.close();
  }
}
