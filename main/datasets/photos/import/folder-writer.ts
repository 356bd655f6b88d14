/** Writes prepared pictures into a data set's folder, and records the result of each. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listOf, message } from '../../../../core/messages';
import { sumOf } from '../../storage/digest';
import type { PreparedPhoto } from '../formats/prepared-photo';
import type { FolderSplit } from '../layout/split-names';
import type { LeftOut } from '../members/collection';
import { imageFolder, imagePath, type ListedFile, type PhotoRow } from '../stored/files';

export interface PhotoPlace {
  number: number;
  split: FolderSplit;
  label: number;
  name: string;
}

/** With the SHA-256 sum of its file. */
export interface WrittenRow extends PhotoRow {
  sum: string;
}

export class PhotoFolderWriter {
  readonly rows: Record<FolderSplit, WrittenRow[]> = { train: [], validation: [], test: [] };
  readonly listed: ListedFile[];
  bytes = 0;
  gray = true;
  readonly #made = new Map<string, Promise<unknown>>();

  constructor(
    private readonly folder: string,
    leftOut: readonly LeftOut[],
  ) {
    this.listed = leftOut.map(({ file, reason, count }) => ({
      file,
      state: 'dropped',
      reason,
      ...(count === undefined ? {} : { count }),
    }));
  }

  async add({ number, split, label, name }: PhotoPlace, photo: PreparedPhoto): Promise<void> {
    if (photo.state === 'dropped') {
      this.listed.push({ file: name, state: 'dropped', reason: photo.reason });
      return;
    }
    const path = imagePath(number, photo.extension);
    await this.#folderOf(number);
    await writeFile(join(this.folder, path), photo.bytes, { flag: 'wx' });
    const { height, width } = photo;
    this.rows[split].push({ path, label, height, width, name, sum: sumOf(photo.bytes) });
    this.bytes += photo.bytes.length;
    this.gray &&= photo.gray;
    if (photo.odd.length > 0)
      this.listed.push({
        file: name,
        state: 'odd',
        reason: message('datasets.clauses', { clauses: listOf(photo.odd, 'unit') }),
      });
  }

  #folderOf(number: number): Promise<unknown> {
    const path = join(this.folder, imageFolder(number));
    const made = this.#made.get(path) ?? mkdir(path, { recursive: true });
    this.#made.set(path, made);
    return made;
  }
}
