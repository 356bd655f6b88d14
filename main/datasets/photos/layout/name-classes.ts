/** Classes in file names: "cat.0.jpg", "dog_12.png", "yorkshire_terrier (3).jpg". */
import type { PhotoMember } from '../members/collection';
import { splitOfName } from './split-names';

const NUMBERED = /^(.*\p{L}.*?)[\s._-]*\(?\d+\)?$/u;
/** Names that cameras and programs give to any picture. */
const ANYTHING =
  /^(p|wp|img|image|images|pic|pics|picture|photo|foto|scan|frame|file|sample|page|untitled|screenshot|dsc|dscn|dscf|pxl|mvimg|vid|whatsapp|isic)($|[\s_.-])/i;
/** Fraction of names that must be numbered. */
const MOST = 0.9;

const prefixOf = (member: PhotoMember): string | undefined => {
  const stem = member.path.at(-1)!.replace(/\.[a-z]+$/i, '');
  return NUMBERED.exec(stem)?.[1]?.replace(/[\s._-]+$/, '');
};

/** The class of each picture; undefined if the names give fewer than two. */
export function classesInNames(members: readonly PhotoMember[]): Map<PhotoMember, string> | undefined {
  const found = new Map<PhotoMember, string>();
  for (const member of members) {
    const prefix = prefixOf(member);
    if (prefix === undefined) continue;
    if (ANYTHING.test(prefix) || splitOfName(prefix)) return undefined;
    found.set(member, prefix);
  }
  const classes = new Set(found.values()).size;
  const tells = classes >= 2 && classes * 2 <= found.size && found.size >= members.length * MOST;
  return tells ? found : undefined;
}
