/**
 * Opens files that other programs can reach, such as those of a run. Refuses FIFOs, folders and devices at once: opening
 * a FIFO the usual way would wait for a writer.
 */
import { appendFileSync, closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import { appendFile, type FileHandle, open } from 'node:fs/promises';
import { codeOf } from '../../core/basics/errors';
import { sizeMessage } from '../../core/format/bytes';
import { type Message, message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';

/** Windows has neither the flag nor FIFOs as files. */
const AT_ONCE = constants.O_NONBLOCK ?? 0;
const READ = constants.O_RDONLY | AT_ONCE;
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | AT_ONCE;

/** Bytes. metrics.jsonl has 150 MB after a million steps. */
const MOST_TEXT = 400 * 1024 * 1024;

/** @throws Refusal if it is not a regular file; the system's error if it cannot be opened. */
export async function openRegular(path: string): Promise<FileHandle> {
  const file = await open(path, READ).catch((error: unknown) => {
    throw inWords(error, path);
  });
  try {
    check(await file.stat(), path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** @returns a file descriptor. @throws as `openRegular` */
export const openRegularSync = (path: string): number => openedSync(path, READ);

/** Creates the file if needed. @returns a file descriptor. @throws as `openRegular` */
export const openAppendingSync = (path: string): number => openedSync(path, APPEND);

/** Fails at once for a FIFO. */
export const appendText = (path: string, text: string): Promise<void> =>
  appendFile(path, text, { flag: APPEND });

export function appendTextSync(path: string, text: string): void {
  const file = openAppendingSync(path);
  try {
    appendFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

function openedSync(path: string, flags: number): number {
  let file: number;
  try {
    file = openSync(path, flags, 0o666);
  } catch (error) {
    throw inWords(error, path);
  }
  try {
    check(fstatSync(file), path);
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** @throws Refusal if it is not a regular file, or has more than `most` bytes. */
export async function readRegular(path: string, most: number): Promise<Buffer> {
  const file = await openRegular(path);
  try {
    const { size } = await file.stat();
    if (size > most) {
      refuse('disk.tooLarge', { path, size: sizeMessage(size), most: sizeMessage(most) });
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

export const readText = async (path: string, most = MOST_TEXT): Promise<string> =>
  (await readRegular(path, most)).toString('utf8');

/** undefined if there is no such file. */
export async function textIfThere(path: string, most = MOST_TEXT): Promise<string | undefined> {
  try {
    return await readText(path, most);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** "a folder" */
export function kindOf(stats: Stats): Message {
  if (stats.isDirectory()) return message('disk.kind.folder');
  if (stats.isFIFO()) return message('disk.kind.fifo');
  if (stats.isSocket()) return message('disk.kind.socket');
  return message(stats.isFile() ? 'disk.kind.file' : 'disk.kind.device');
}

function check(stats: Stats, path: string): void {
  if (!stats.isFile()) throw notRegular(path, kindOf(stats));
}

const notRegular = (path: string, kind: Message): Refusal =>
  new Refusal(message('disk.notRegular', { path, kind }));

/** Our words for errors of `open` that mean a file of another kind. */
function inWords(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case 'ELOOP':
      return notRegular(path, message('disk.kind.linkLoop'));
    case 'EISDIR':
      return notRegular(path, message('disk.kind.folder'));
    // A socket, or a FIFO without a reader.
    case 'ENXIO':
      return notRegular(path, message('disk.kind.fifoOrSocket'));
    default:
      return error;
  }
}
