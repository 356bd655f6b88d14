/** What differs between two networks, layer by layer: their effective graphs, without positions and groups. */
import { nodeFingerprints } from '../analysis/twins';
import type { GraphDocument, GraphEdge, GraphNode } from '../graph/document';
import { effectiveDocument } from '../network/effective';

/** A parameter, or another field of a layer; undefined where it has none. */
export interface FieldDiff {
  name: string;
  before: unknown;
  after: unknown;
}

export interface GraphDiff {
  added: readonly GraphNode[];
  removed: readonly GraphNode[];
  changed: readonly { before: GraphNode; after: GraphNode; fields: readonly FieldDiff[] }[];
  /** Layers of another name that are the same otherwise, with all that they are connected to. */
  renamed: readonly { before: GraphNode; after: GraphNode }[];
  /** Edges between layers that both networks have, in only one of them. */
  edgesAdded: readonly GraphEdge[];
  edgesRemoved: readonly GraphEdge[];
}

export function graphDiff(first: GraphDocument, second: GraphDocument): GraphDiff {
  const [before, after] = [effectiveDocument(first), effectiveDocument(second)];
  const own = new Map(before.nodes.map((node) => [node.id, node]));
  const other = new Map(after.nodes.map((node) => [node.id, node]));
  const onlyFirst = before.nodes.filter(({ id }) => !other.has(id));
  const onlySecond = after.nodes.filter(({ id }) => !own.has(id));
  const renamed = renamedLayers(before, after, onlyFirst, onlySecond);
  const renamedIds = new Set(renamed.flatMap((pair) => [pair.before.id, pair.after.id]));
  const changed = before.nodes.flatMap((node) => {
    const now = other.get(node.id);
    const fields = now ? differingFields(node, now) : [];
    return now && fields.length > 0 ? [{ before: node, after: now, fields }] : [];
  });
  const nameNow = new Map(renamed.map((pair) => [pair.before.id, pair.after.id]));
  return {
    added: onlySecond.filter(({ id }) => !renamedIds.has(id)),
    removed: onlyFirst.filter(({ id }) => !renamedIds.has(id)),
    changed,
    renamed,
    ...differingEdges(before, after, (id) => nameNow.get(id) ?? id),
  };
}

export const isSame = ({ added, removed, changed, renamed, edgesAdded, edgesRemoved }: GraphDiff): boolean =>
  [added, removed, changed, renamed, edgesAdded, edgesRemoved].every((list) => list.length === 0);

function renamedLayers(
  before: GraphDocument,
  after: GraphDocument,
  onlyFirst: readonly GraphNode[],
  onlySecond: readonly GraphNode[],
): GraphDiff['renamed'] {
  if (onlyFirst.length === 0 || onlySecond.length === 0) return [];
  const [own, other] = [nodeFingerprints(before), nodeFingerprints(after)];
  const free = new Map<string, GraphNode[]>();
  for (const node of onlySecond) {
    const print = other.get(node.id);
    if (print !== undefined) free.set(print, [...(free.get(print) ?? []), node]);
  }
  return onlyFirst.flatMap((node) => {
    const match = free.get(own.get(node.id) ?? '')?.shift();
    return match ? [{ before: node, after: match }] : [];
  });
}

function differingFields(before: GraphNode, after: GraphNode): FieldDiff[] {
  const fieldsOf = ({
    type,
    params,
    trainable,
    learningRateFactor,
    bypassed,
  }: GraphNode): Record<string, unknown> => ({
    type,
    ...params,
    trainable,
    learningRateFactor,
    bypassed,
  });
  const [own, other] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...Object.keys(own), ...Object.keys(other)])].flatMap((name) =>
    JSON.stringify(own[name]) === JSON.stringify(other[name])
      ? []
      : [{ name, before: own[name], after: other[name] }],
  );
}

function differingEdges(
  before: GraphDocument,
  after: GraphDocument,
  nameNow: (id: string) => string,
): Pick<GraphDiff, 'edgesAdded' | 'edgesRemoved'> {
  const keyOf = (source: string, target: string, port: number) => `${source}\n${target}\n${port}`;
  const now = new Set(after.edges.map(({ source, target, port }) => keyOf(source, target, port)));
  const once = new Set(
    before.edges.map(({ source, target, port }) => keyOf(nameNow(source), nameNow(target), port)),
  );
  const both = new Set(after.nodes.map(({ id }) => id));
  const was = new Set(before.nodes.map(({ id }) => nameNow(id)));
  return {
    edgesAdded: after.edges.filter(
      ({ source, target, port }) =>
        was.has(source) && was.has(target) && !once.has(keyOf(source, target, port)),
    ),
    edgesRemoved: before.edges.filter(({ source, target, port }) => {
      const [from, to] = [nameNow(source), nameNow(target)];
      return both.has(from) && both.has(to) && !now.has(keyOf(from, to, port));
    }),
  };
}
