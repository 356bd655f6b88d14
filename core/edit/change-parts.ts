/** Large changes in parts, for messages that have a limit. */
import type { GraphDocument } from '../graph/document';
import { applyChange, type Change } from './change';
import { repaired } from './repair';

const LISTS = ['groups', 'nodes', 'edges'] as const;

/** Number of items that a change affects. */
export const entriesIn = (change: Change): number =>
  LISTS.reduce((sum, list) => {
    const { remove = [], set = [], add = [] } = change[list] ?? {};
    return sum + remove.length + set.length + add.length;
  }, 0);

/** A valid document between `document` and the result of `change`, about `most` added or changed items further. */
export function partWay(document: GraphDocument, change: Change, most: number): GraphDocument {
  const isWhole = LISTS.every((list) => {
    const { set = [], add = [] } = change[list] ?? {};
    return set.length + add.length <= most;
  });
  if (isWhole && entriesIn(change) <= 3 * most) return applyChange(document, change);
  let left = most;
  const part: Change = {};
  const take = <Item>(items: Item[] = []): Item[] => {
    const taken = items.slice(0, left);
    left -= taken.length;
    return taken;
  };
  for (const list of LISTS) {
    const { add, set } = change[list] ?? {};
    Object.assign(part, { [list]: { add: take<unknown>(add), set: take<unknown>(set) } });
  }
  // Nothing to add or change: all removals fit into one part.
  if (left === most) return applyChange(document, change);
  const known = new Set(document.edges.map(({ id }) => id));
  return repaired(applyChange(document, part), (edge) => !known.has(edge.id)).document;
}
