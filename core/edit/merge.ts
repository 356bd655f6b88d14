/**
 * Merges the edits of two windows to one document. A field that only one of them changed is kept. If both changed it,
 * or one deleted what the other changed, `mine` wins, since it came last.
 */
import { sameJson } from '../basics/same-json';
import type { GraphDocument, GraphEdge } from '../graph/document';
import { namesOf, uniqueName } from '../graph/ids';
import { applyChange, type Change, changeBetween } from './change';
import { repaired } from './repair';

export interface Merged {
  document: GraphDocument;
  /** Ids of nodes and groups where my edit replaced theirs; `name` for the document's name. */
  replaced: string[];
  /** My new nodes and groups whose names they had taken. */
  renamed: [from: string, to: string][];
}

export function mergeDocuments(base: GraphDocument, mine: GraphDocument, theirs: GraphDocument): Merged {
  const theirChange = changeBetween(base, theirs);
  if (!theirChange) return { document: mine, replaced: [], renamed: [] };
  if (!changeBetween(base, mine)) return { document: theirs, replaced: [], renamed: [] };
  const { document: own, renamed } = withFreeNames(base, mine, theirs);
  const myChange = changeBetween(base, own)!;
  const replaced = new Set(conflicts(base, own, theirs, myChange, theirChange));
  const whole = restoreWhatIsEdited(base, own, theirs, myChange);
  const combined = applyChange(theirs, whole);
  const known = new Map(theirs.edges.map((edge) => [edge.id, edge]));
  const { document, unwired } = repaired(combined, (edge) => known.get(edge.id) !== edge);
  for (const id of unwired) replaced.add(id);
  return { document, replaced: [...replaced], renamed };
}

/**
 * The base for a merge when a window does not know whether what it `sent` was saved: the parts that `theirs` contains
 * count as known to both, so nothing is added twice.
 */
export function baseAfterLostAnswer(
  base: GraphDocument,
  sent: GraphDocument,
  theirs: GraphDocument,
): GraphDocument {
  const settle = <Item extends { id: string }>(was: Item[], mine: Item[], now: Item[]): Item[] => {
    const old = new Map(was.map((item) => [item.id, item]));
    const there = new Map(now.map((item) => [item.id, item]));
    const left = new Set(mine.map(({ id }) => id));
    const taken = mine.flatMap((item) => {
      const before = old.get(item.id);
      const other = there.get(item.id);
      if (other && (!before || sameJson(item, other))) return item;
      return before ?? [];
    });
    return [...taken, ...was.filter(({ id }) => !left.has(id) && there.has(id))];
  };
  const name = sent.name === theirs.name ? sent.name : base.name;
  return {
    ...base,
    name,
    nodes: settle(base.nodes, sent.nodes, theirs.nodes),
    edges: settle(base.edges, sent.edges, theirs.edges),
    groups: settle(base.groups, sent.groups, theirs.groups),
  };
}

/** If both windows added a `conv2d_1`, mine takes the next free name. */
function withFreeNames(
  base: GraphDocument,
  mine: GraphDocument,
  theirs: GraphDocument,
): { document: GraphDocument; renamed: [string, string][] } {
  const before = namesOf(base);
  const itemsOf = ({ nodes, groups }: GraphDocument) =>
    new Map<string, object>([...nodes, ...groups].map((item) => [item.id, item]));
  const [own, other] = [itemsOf(mine), itemsOf(theirs)];
  const taken = new Set([...before, ...own.keys(), ...other.keys()]);
  const names = new Map<string, string>();
  for (const [id, item] of own) {
    const there = other.get(id);
    if (before.has(id) || !there || sameJson(item, there)) continue;
    const free = uniqueName(taken, id);
    taken.add(free);
    names.set(id, free);
  }
  const edges = withFreeEdgeIds(base, mine.edges, theirs.edges, names);
  if (names.size === 0 && edges === mine.edges) return { document: mine, renamed: [] };
  const named = (id: string) => names.get(id) ?? id;
  return {
    document: {
      ...mine,
      nodes: mine.nodes.map((node) => ({
        ...node,
        id: named(node.id),
        ...(node.group !== undefined && { group: named(node.group) }),
      })),
      groups: mine.groups.map((group) => ({
        ...group,
        id: named(group.id),
        ...(group.parent !== undefined && { parent: named(group.parent) }),
      })),
      edges,
    },
    renamed: [...names],
  };
}

function withFreeEdgeIds(
  base: GraphDocument,
  mine: GraphEdge[],
  theirs: readonly GraphEdge[],
  names: ReadonlyMap<string, string>,
): GraphEdge[] {
  const before = new Set(base.edges.map(({ id }) => id));
  const other = new Map(theirs.map((edge) => [edge.id, edge]));
  const taken = new Set([...before, ...other.keys(), ...mine.map(({ id }) => id)]);
  let differs = false;
  const next = mine.map((edge) => {
    const source = names.get(edge.source) ?? edge.source;
    const target = names.get(edge.target) ?? edge.target;
    const there = other.get(edge.id);
    const isOther = there && (there.source !== source || there.target !== target || there.port !== edge.port);
    const clashes = !before.has(edge.id) && isOther;
    if (source === edge.source && target === edge.target && !clashes) return edge;
    differs = true;
    const id = clashes ? uniqueName(taken, edge.id) : edge.id;
    taken.add(id);
    return { ...edge, id, source, target };
  });
  return differs ? next : mine;
}

/** Folding raises no notice. */
const QUIET = new Set(['collapsed']);

function conflicts(
  base: GraphDocument,
  mine: GraphDocument,
  theirs: GraphDocument,
  my: Change,
  their: Change,
): string[] {
  const nodes = conflictsIn(my.nodes, their.nodes, mine.nodes, theirs.nodes);
  const groups = conflictsIn(my.groups, their.groups, mine.groups, theirs.groups);
  const edges = conflictsIn(my.edges, their.edges, mine.edges, theirs.edges);
  const ends = new Map([...base.edges, ...theirs.edges, ...mine.edges].map(({ id, target }) => [id, target]));
  const renamedTwice =
    my.head?.name !== undefined && their.head?.name !== undefined && my.head.name !== their.head.name;
  return [...(renamedTwice ? ['name'] : []), ...nodes, ...groups, ...edges.map((id) => ends.get(id) ?? id)];
}

interface Touched {
  remove?: string[];
  set?: { id: string; to: object; drop?: string[] }[];
}

function conflictsIn(
  my: Touched | undefined,
  their: Touched | undefined,
  mine: readonly { id: string }[],
  theirs: readonly { id: string }[],
): string[] {
  if (!my || !their) return [];
  const [own, other] = [mine, theirs].map((items) => new Map(items.map((item) => [item.id, item])));
  const touched = fieldsOf(their);
  const gone = new Set(their.remove);
  const found: string[] = [];
  for (const [id, fields] of fieldsOf(my)) {
    if (gone.has(id)) {
      if (fields.some((key) => !QUIET.has(key))) found.push(id);
      continue;
    }
    const both = fields.filter((key) => !QUIET.has(key) && touched.get(id)?.includes(key));
    const [mineNow, theirsNow] = [own!.get(id), other!.get(id)] as Record<string, unknown>[];
    if (both.some((key) => !sameJson(mineNow?.[key], theirsNow?.[key]))) found.push(id);
  }
  for (const id of my.remove ?? []) if (touched.get(id)?.some((key) => !QUIET.has(key))) found.push(id);
  return found;
}

const fieldsOf = (change: Touched): Map<string, string[]> =>
  new Map(change.set?.map(({ id, to, drop = [] }) => [id, [...Object.keys(to), ...drop]]));

/** What they deleted and I edited comes back with its edges. */
function restoreWhatIsEdited(
  base: GraphDocument,
  mine: GraphDocument,
  theirs: GraphDocument,
  my: Change,
): Change {
  const names = namesOf(theirs);
  const edgeIds = new Set(theirs.edges.map(({ id }) => id));
  const nodes = restored(my.nodes, base.nodes, mine.nodes, names);
  const groups = restored(my.groups, base.groups, mine.groups, names);
  const edges = restored(my.edges, base.edges, mine.edges, edgeIds);
  const back = new Set(nodes.map(({ item }) => item.id));
  const known = new Set(base.edges.map(({ id }) => id));
  for (const { item } of edges) edgeIds.add(item.id);
  for (const edge of mine.edges) {
    const wasTaken = known.has(edge.id) && !edgeIds.has(edge.id);
    if (wasTaken && (back.has(edge.source) || back.has(edge.target))) edges.push({ item: edge, after: null });
  }
  return {
    ...my,
    ...withAdds('nodes', my.nodes, nodes),
    ...withAdds('groups', my.groups, groups),
    ...withAdds('edges', my.edges, atEnd(edges, theirs.edges)),
  } as Change;
}

interface Add<Item> {
  item: Item;
  after: string | null;
}

function restored<Item extends { id: string }>(
  my: Touched | undefined,
  base: readonly Item[],
  mine: readonly Item[],
  there: ReadonlySet<string>,
): Add<Item>[] {
  if (!my?.set) return [];
  const lost = new Set(
    my.set
      .filter(
        ({ id, to, drop = [] }) =>
          !there.has(id) && [...Object.keys(to), ...drop].some((key) => !QUIET.has(key)),
      )
      .map(({ id }) => id),
  );
  const before = new Set(base.map(({ id }) => id));
  return mine.flatMap((item, index) =>
    lost.has(item.id) && before.has(item.id) ? { item, after: mine[index - 1]?.id ?? null } : [],
  );
}

const atEnd = <Item extends { id: string }>(adds: Add<Item>[], list: readonly Item[]): Add<Item>[] =>
  adds.map((add, index) => ({ ...add, after: adds[index - 1]?.item.id ?? list.at(-1)?.id ?? null }));

const withAdds = (name: string, change: object | undefined, adds: readonly Add<unknown>[]): object =>
  adds.length === 0
    ? {}
    : { [name]: { ...change, add: [...((change as { add?: unknown[] } | undefined)?.add ?? []), ...adds] } };
