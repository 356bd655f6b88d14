import { groupBy } from '../../../../core/basics/group-by';

/** Added to a folder with the name of another one in another Unicode form. */
export const OTHER_FORM = ' (other Unicode form)';

function keyOf(name: string): string {
  const plain = name.endsWith(OTHER_FORM) ? name.slice(0, -OTHER_FORM.length) : name;
  const key = plain
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
  return key === '' ? plain : key;
}

/** Groups of names that look like one class ("cat", "Cat"), most used first. @param counts pictures per class */
export function alikeClasses(counts: ReadonlyMap<string, number>): string[][] {
  return [...groupBy(counts.keys(), keyOf).values()]
    .filter((names) => names.length > 1)
    .map((names) => names.sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1)));
}

/** The name that each of a group is merged into. */
export const mergedNames = (groups: readonly (readonly string[])[]): Map<string, string> =>
  new Map(
    groups.flatMap((names) => {
      const [first] = names as [string, ...string[]];
      const name = (first.endsWith(OTHER_FORM) ? first.slice(0, -OTHER_FORM.length) : first).trim();
      return names.map((one) => [one, name] as const);
    }),
  );
