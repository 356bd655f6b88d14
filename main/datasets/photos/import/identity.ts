import { basename } from 'node:path';
import { plainId } from '../../../../core/study/data';
import { showable } from '../../../archives/names';

const ENDING = /(\.(tar\.(gz|xz)|tgz|txz|zip|tar))$/i;
const LONGEST = 64;

/** "/home/a/My_photos.zip" -> "My photos" */
export function titleFrom(path: string, archive: boolean): string {
  const base = basename(path);
  const name = showable(archive ? base.replace(ENDING, '') : base)
    .replaceAll(/[_\s]+/g, ' ')
    .trim()
    .slice(0, 100);
  return name || 'Pictures';
}

/** An unused id of lower-case letters, digits and "-": "My photos" -> "my-photos", or "my-photos-2". */
export function idFrom(name: string, taken: (id: string) => boolean): string {
  const stem = plainId(name);
  if (!taken(stem)) return stem;
  for (let n = 2; ; n++) {
    const end = `-${n}`;
    const id = stem.slice(0, LONGEST - end.length) + end;
    if (!taken(id)) return id;
  }
}
