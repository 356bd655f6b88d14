import { naturalOrder } from '../../../../core/basics/natural-order';
import { namedFormat } from '../formats/sniff';
import type { PhotoMember } from '../members/collection';

export interface Folder {
  name: string;
  /** Path from the top, including the name. */
  path: readonly string[];
  folders: Folder[];
  files: PhotoMember[];
  /** Files in it and below it: with a picture's extension, and all. */
  pictures: number;
  count: number;
}

interface Building extends Folder {
  folders: Building[];
  byName: Map<string, Building>;
}

/** Folders of paths, everything in natural order. */
export function treeOf(members: readonly PhotoMember[]): Folder {
  const top = emptyFolder('', []);
  for (const member of members) {
    let folder = top;
    const picture = namedFormat(member.path.at(-1)!) ? 1 : 0;
    count(folder, picture);
    for (const part of member.path.slice(0, -1)) {
      let next = folder.byName.get(part);
      if (!next) {
        next = emptyFolder(part, [...folder.path, part]);
        folder.byName.set(part, next);
        folder.folders.push(next);
      }
      folder = next;
      count(folder, picture);
    }
    folder.files.push(member);
  }
  sort(top);
  return top;
}

function emptyFolder(name: string, path: readonly string[]): Building {
  return { name, path, folders: [], files: [], pictures: 0, count: 0, byName: new Map() };
}

function count(folder: Building, picture: number): void {
  folder.count++;
  folder.pictures += picture;
}

function sort(folder: Folder): void {
  folder.folders.sort((a, b) => naturalOrder(a.name, b.name));
  folder.files.sort((a, b) => naturalOrder(a.path.at(-1)!, b.path.at(-1)!));
  folder.folders.forEach(sort);
}
