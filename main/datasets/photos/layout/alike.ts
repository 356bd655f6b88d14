/** Names of classes that a person would take for one: "cat", "cat " and "Cat". */

/** Behind the name of a folder whose name is another's in another Unicode form. */
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

/** Groups of two names and more, each the most used first. @param counts pictures of each class */
export function alikeClasses(counts: ReadonlyMap<string, number>): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of counts.keys()) groups.set(keyOf(name), [...(groups.get(keyOf(name)) ?? []), name]);
  return [...groups.values()]
    .filter((names) => names.length > 1)
    .map((names) => names.sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1)));
}

/** The name that all of a group are merged into. */
export const mergedNames = (groups: readonly (readonly string[])[]): Map<string, string> =>
  new Map(
    groups.flatMap((names) => {
      const [first] = names as [string, ...string[]];
      const name = (first.endsWith(OTHER_FORM) ? first.slice(0, -OTHER_FORM.length) : first).trim();
      return names.map((one) => [one, name] as const);
    }),
  );
