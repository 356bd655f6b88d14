import { open } from 'node:fs/promises';
import { PerImport } from '../../storage/per-import';
import { type DatasetManifest, type SplitName, sizesFile, splitOf } from '../../storage/store';

export type Size = readonly [height: number, width: number];

/** Pictures per read: most sets of various sizes are recognized by the first. */
const AT_A_TIME = 8192;

const known = new PerImport<Size | undefined>();

/** The size that all pictures have; undefined if sizes differ or cannot be read. */
export const commonSize = (folder: string, manifest: DatasetManifest): Promise<Size | undefined> =>
  known.get(folder, manifest, () => readCommonSize(folder, manifest).catch(() => undefined));

async function readCommonSize(folder: string, manifest: DatasetManifest): Promise<Size | undefined> {
  let common: Size | undefined;
  for (const split of ['train', 'val', 'test'] satisfies SplitName[]) {
    const { count } = splitOf(manifest, split);
    if (count === 0) continue;
    await using list = await open(sizesFile(folder, split), 'r');
    const bytes = Buffer.alloc(8 * Math.min(count, AT_A_TIME));
    for (let from = 0; from < count; from += AT_A_TIME) {
      const some = Math.min(AT_A_TIME, count - from);
      const { bytesRead } = await list.read(bytes, 0, 8 * some, 8 * from);
      if (bytesRead < 8 * some) return undefined;
      common ??= [bytes.readInt32LE(0), bytes.readInt32LE(4)];
      for (let at = 0; at < 8 * some; at += 8) {
        if (bytes.readInt32LE(at) !== common[0] || bytes.readInt32LE(at + 4) !== common[1]) return undefined;
      }
    }
  }
  return common;
}
