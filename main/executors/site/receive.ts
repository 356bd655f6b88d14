/** Writes a run's files as they arrive: whole ones appear complete or not at all, growing ones get their new end. */
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { message } from '../../../core/messages';
import { writeAtomically } from '../../disk/atomic';
import { writing } from '../../disk/trouble';
import { CHECKPOINT_NAME } from '../../runs/checkpoints';
import { orderOf, RECORD } from '../far/protocol';

/** @throws DiskTrouble */
export async function receiveFile(
  folder: string,
  { name, from }: { name: string; from: number },
  content: AsyncIterable<Buffer>,
): Promise<void> {
  // Only names of ours: the other machine cannot write elsewhere.
  if (orderOf(name) < 0 || name === RECORD) throw new Error(`${JSON.stringify(name)} is no file of a run.`);
  const path = join(folder, ...name.split('/'));
  await writing({ what: message('executors.what.copy', { name }), where: path }, async () => {
    await mkdir(dirname(path), { recursive: true });
    if (from === 0) {
      return writeAtomically(path, async (file) => {
        for await (const part of content) await file.writeFile(part);
      });
    }
    await using file = await open(path, 'r+');
    // What a broken connection left beyond.
    await file.truncate(from);
    let at = from;
    for await (const part of content) {
      for (let done = 0; done < part.length; ) {
        const { bytesWritten } = await file.write(part, done, part.length - done, at + done);
        done += bytesWritten;
      }
      at += part.length;
    }
  });
}

/** Removes checkpoints and confusion matrices that are no longer over there. */
export async function removeOthers(folder: string, names: readonly string[]): Promise<void> {
  for (const [below, own] of [
    ['checkpoints', CHECKPOINT_NAME],
    ['confusion', /\.json$/],
  ] as const) {
    for (const file of await readdir(join(folder, below)).catch(() => [])) {
      if (own.test(file) && !names.includes(`${below}/${file}`))
        await rm(join(folder, below, file), { force: true });
    }
  }
}
