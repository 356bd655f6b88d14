/** Small releases in MNIST's format, whose every byte tells file and place. */
import { gzipSync } from 'node:zlib';
import type { DatasetSource } from '../../../main/datasets';
import { createIdx } from '../../../main/datasets/sources/idx';
import type { IdxFile, IdxRelease } from '../../../main/datasets/sources/idx-releases';
import { md5, sha256 } from './fakes';

export const counts = { train: 40, val: 20 };

export interface FakeIdx {
  source: DatasetSource;
  release: IdxRelease;
  /** Unpacked, by name. */
  files: Readonly<Record<string, Buffer>>;
  /** Gzipped, by name with ".gz". */
  archives: Readonly<Record<string, Buffer>>;
}

export const pixelAt = (salt: number, split: 'train' | 'val', image: number, place: number): number =>
  (salt * 57 + (split === 'train' ? 3 : 101) + image * 11 + place * 7) & 0xff;

export function imagesFile(salt: number, split: 'train' | 'val', count: number = counts[split]): Buffer {
  const bytes = Buffer.alloc(16 + count * 784);
  for (const [i, value] of [0x803, count, 28, 28].entries()) bytes.writeUInt32BE(value, i * 4);
  for (let i = 0; i < count; i++) {
    for (let p = 0; p < 784; p++) bytes[16 + i * 784 + p] = pixelAt(salt, split, i, p);
  }
  return bytes;
}

export function labelsFile(split: 'train' | 'val', count: number = counts[split]): Buffer {
  const bytes = Buffer.alloc(8 + count);
  bytes.writeUInt32BE(0x801, 0);
  bytes.writeUInt32BE(count, 4);
  for (let i = 0; i < count; i++) bytes[8 + i] = (i * 3) % 10;
  return bytes;
}

const idxNames: [string, IdxFile['split'], IdxFile['kind']][] = [
  ['train-images-idx3-ubyte', 'train', 'images'],
  ['train-labels-idx1-ubyte', 'train', 'labels'],
  ['t10k-images-idx3-ubyte', 'val', 'images'],
  ['t10k-labels-idx1-ubyte', 'val', 'labels'],
];

/** @param sums which are published. */
export function fakeIdx(
  options: { salt?: number; id?: string; homes?: string[]; sums?: 'both' | 'archive' | 'none' } = {},
): FakeIdx {
  const { salt = 1, id = 'mnist', homes = ['http://127.0.0.1:9/'], sums = 'both' } = options;
  const files: Record<string, Buffer> = {};
  const archives: Record<string, Buffer> = {};
  const described = idxNames.map(([name, split, kind]): IdxFile => {
    const content = kind === 'images' ? imagesFile(salt, split) : labelsFile(split);
    const archive = gzipSync(content, { level: 1 });
    files[name] = content;
    archives[`${name}.gz`] = archive;
    return {
      split,
      kind,
      count: counts[split],
      archiveBytes: archive.length,
      archiveSha256: sums === 'none' ? undefined : sha256(archive),
      md5: sums === 'both' ? md5(content) : undefined,
    };
  });
  const release = { homes, files: described };
  const source = createIdx({
    id,
    name: id.toUpperCase(),
    description: 'made up',
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    balanced: sums !== 'both',
    release,
  });
  return { source, release, files, archives };
}
