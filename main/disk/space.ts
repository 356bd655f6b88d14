import { mkdir, statfs } from 'node:fs/promises';
import { sizeMessage } from '../../core/format/bytes';
import { type MessageOrText, message, messageFrom, sentences } from '../../core/messages';
import { Refusal } from '../basics/refusal';
import { binAdvice } from './bin-size';

export type FreeBytes = (folder: string) => Promise<number>;

/** Creates the folder if needed. */
export const freeBytes: FreeBytes = async (folder) => {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** @throws Refusal if fewer bytes are free. */
export async function requireSpace(
  folder: string,
  bytes: number,
  purpose: MessageOrText,
  free: FreeBytes = freeBytes,
): Promise<void> {
  const available = await free(folder);
  if (available < bytes) {
    throw new Refusal(
      sentences(
        message('disk.noSpace', {
          purpose: messageFrom(purpose),
          size: sizeMessage(bytes),
          folder,
          free: sizeMessage(available),
        }),
        binAdvice(folder),
      ),
    );
  }
}
