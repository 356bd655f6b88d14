/** Room is checked before bytes are fetched, not found missing in the middle. */
import { mkdir, statfs } from 'node:fs/promises';
import { formatBytes } from '../../core/format/bytes';
import { Refusal } from '../basics/refusal';
import { binAdvice } from './bin-size';

export type FreeBytes = (folder: string) => Promise<number>;

/** Bytes that this person may still write in `folder`, which is made if need be. */
export const freeBytes: FreeBytes = async (folder) => {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** @throws Refusal naming the folder, what is needed and what is free. */
export async function requireSpace(
  folder: string,
  bytes: number,
  purpose: string,
  free: FreeBytes = freeBytes,
): Promise<void> {
  const available = await free(folder);
  if (available < bytes) {
    throw new Refusal(
      `${purpose} needs ${formatBytes(bytes)} in ${folder}. Received: a disk with ${formatBytes(available)} free.${binAdvice(folder)}`,
    );
  }
}
