/**
 * onnxruntime's binding and library. In the installed app the library is compressed (docs/decisions/desktop.md) and is unpacked
 * into the cache when the first ONNX file is checked.
 */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { XzReadableStream } from 'xz-decompress';
import { messageOf } from '../../../core/basics/errors';
import { type Message, message } from '../../../core/messages';
import { dependencyFolder, shippedFolder } from '../../basics/package-root';
import { librariesRoot } from '../../basics/paths';
import { Refusal } from '../../basics/refusal';
import { renameInPlace, temporaryName } from '../../disk/atomic';
import { sweep } from '../../disk/sweep';
import { inWords } from '../../disk/trouble';
import { syncTree } from '../files';
import { Unchecked } from './check';
import { BINDING } from './onnx-session';

const COMPRESSED = '.xz';

const unavailable = (): Unchecked => new Unchecked(message('export.check.noOnnxruntime'));

/**
 * Path of a binding that has its library beside it.
 * @throws Unchecked if there is none, or it cannot be unpacked
 */
export async function onnxruntimeBinding(
  signal = new AbortController().signal,
  shipped = shippedFolder('onnxruntime'),
): Promise<string> {
  const installed = dependencyFolder('onnxruntime-node');
  const binding = join(installed, BINDING);
  if (!existsSync(binding)) throw unavailable();
  if (!shipped) return binding;
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  const folder = join(librariesRoot(), `onnxruntime-${version}-${process.platform}-${process.arch}`);
  if (!existsSync(folder)) {
    try {
      await unpack(folder, shipped, binding, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw new Unchecked(whyNot(error, folder));
    }
  }
  return join(folder, basename(BINDING));
}

function whyNot(error: unknown, where: string): Message {
  const what = message('export.check.unpacking');
  const said = inWords(error, { what, where, next: 'disk.next.tryAgain' });
  return said instanceof Refusal
    ? said.said
    : message('export.check.damagedApp', { what, problem: messageOf(said) });
}

/**
 * Completely or not at all. xz-decompress verifies the checksums in the compressed file; node-liblzma would end an
 * Electron that has Node 18.
 */
async function unpack(folder: string, shipped: string, binding: string, signal: AbortSignal): Promise<void> {
  await sweep(librariesRoot(), new Date());
  const temporary = temporaryName(folder);
  try {
    await mkdir(temporary, { recursive: true });
    await copyFile(binding, join(temporary, basename(binding)));
    for (const name of await readdir(shipped)) {
      const from = join(shipped, name);
      if (extname(name) === COMPRESSED) {
        const unpacked = new XzReadableStream(Readable.toWeb(createReadStream(from)) as ReadableStream);
        await pipeline(unpacked, createWriteStream(join(temporary, basename(name, COMPRESSED))), { signal });
      } else {
        await copyFile(from, join(temporary, name));
      }
    }
    await syncTree(temporary);
    await renameInPlace(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    // Another process was first.
    if (!existsSync(folder)) throw error;
  }
}
