/** Reads log.txt from where it was read before. */
import { codeOf } from '../../core/basics/errors';
import type { RunLog } from '../../core/contract/run-log';
import { openRegular } from '../disk/regular-file';

/** Bytes of one answer; the newest are sent if there are more. */
const MOST = 1024 * 1024;
const LINE_END = 0x0a;

/**
 * @param from bytes. @param whether it still grows: then a line without an end is left for later
 * @throws Refusal if it is not a regular file
 */
export async function readLog(path: string, from: number, grows: boolean): Promise<RunLog> {
  const file = await openRegular(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return { from: 0, text: '', next: 0 };
  try {
    const { size } = await file.stat();
    const wanted = from > size ? 0 : from;
    const start = Math.max(wanted, size - MOST);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const read = buffer.subarray(0, bytesRead);
    const begin = start > wanted ? read.indexOf(LINE_END) + 1 : 0;
    const end = grows ? read.lastIndexOf(LINE_END) + 1 : bytesRead;
    const text = read.subarray(begin, Math.max(begin, end)).toString('utf8');
    return { from: start + begin, text, next: start + Math.max(begin, end) };
  } finally {
    await file.close();
  }
}
