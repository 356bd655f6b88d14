/** Removing nodes from a chain and inserting them into one. */
import { analyze } from '../analysis/analyze';
import type { GraphDocument, GraphEdge } from '../graph/document';
import { edgeIdFor, uniqueName } from '../graph/ids';
import { fault } from '../graph/problem';
import { wire } from '../graph/topology';
import { message } from '../messages';
import { operatorFor } from '../ops/registry';
import { withoutEmptyGroups } from './groups';
import { connect, nodeOf, unknownThing } from './nodes';

/**
 * Removes nodes, their edges, and groups that become empty. With `reconnect`, the nodes before a removed node are
 * connected to the nodes after it, unless that causes a shape error.
 */
export function removeNodes(
  document: GraphDocument,
  ids: Iterable<string>,
  { reconnect = true }: { reconnect?: boolean } = {},
): GraphDocument {
  const removed = new Set(ids);
  const nodes = document.nodes.filter((node) => !removed.has(node.id));
  if (nodes.length === document.nodes.length) return document;
  const kept = document.edges.filter((edge) => !removed.has(edge.source) && !removed.has(edge.target));
  const cut = withoutEmptyGroups({ ...document, nodes, edges: kept }, document);
  if (!reconnect) return cut;
  const bridges = bridgesOver(document, removed, kept);
  const before = shapeErrors(document);
  const withBridges = (some: readonly GraphEdge[]) => ({ ...cut, edges: [...kept, ...some] });
  const fits = (some: readonly GraphEdge[]) => shapeErrors(withBridges(some)) <= before;
  if (fits(bridges)) return bridges.length === 0 ? cut : withBridges(bridges);
  // Keep the edges that fit, one by one.
  const good: GraphEdge[] = [];
  for (const bridge of bridges) if (fits([...good, bridge])) good.push(bridge);
  return withBridges(good);
}

const shapeErrors = (document: GraphDocument) =>
  analyze(document).problems.filter((each) => each.code.startsWith('shape.')).length;

/** Edges from the first kept node before removed ones to each kept node after them. */
function bridgesOver(
  document: GraphDocument,
  removed: ReadonlySet<string>,
  kept: readonly GraphEdge[],
): GraphEdge[] {
  const wiring = wire(document);
  const sourceBefore = (id: string): string | undefined => {
    const seen = new Set<string>();
    let source: string | undefined = id;
    while (source !== undefined && removed.has(source) && !seen.has(source)) {
      seen.add(source);
      const first: GraphEdge | undefined = wiring.incoming(source).find((edge) => !edge.muted);
      source = first?.source;
    }
    return source !== undefined && removed.has(source) ? undefined : source;
  };
  const taken = new Set(kept.map((edge) => edge.id));
  // Not twice from one source, which would double it in an Add.
  const pairs = new Set(kept.map((edge) => `${edge.source} ${edge.target}`));
  return document.edges.flatMap((edge) => {
    if (!removed.has(edge.source) || removed.has(edge.target)) return [];
    const source = sourceBefore(edge.source);
    if (source === undefined || pairs.has(`${source} ${edge.target}`)) return [];
    pairs.add(`${source} ${edge.target}`);
    const id = uniqueName(taken, edgeIdFor(source, edge.target, edge.port));
    taken.add(id);
    return [{ ...edge, id, source }];
  });
}

/**
 * Inserts an unconnected node into an edge. A removed edge stays removed after the node.
 * @throws GraphError when the node takes no input, or the edge is one of its own
 */
export function insertOnEdge(document: GraphDocument, edgeId: string, nodeId: string): GraphDocument {
  const edge = document.edges.find((each) => each.id === edgeId);
  if (edge === undefined) throw unknownThing('edge', edgeId);
  const node = nodeOf(document, nodeId);
  if (operatorFor(node.type)?.inputs.max === 0 || edge.source === nodeId || edge.target === nodeId) {
    throw fault('edit.cannot-insert', {
      nodeId,
      rule: message('graph.rule.putOnEdge'),
      received: message('graph.wrong.onEdge', {
        layer: node.type,
        source: edge.source,
        target: edge.target,
      }),
    });
  }
  const without = { ...document, edges: document.edges.filter((each) => each !== edge) };
  const front = connect(without, { source: edge.source, target: nodeId }).document;
  const back = connect(front, { source: nodeId, target: edge.target, port: edge.port });
  if (!edge.muted) return back.document;
  const edges = back.document.edges.map((each) => (each.id === back.id ? { ...each, muted: true } : each));
  return { ...back.document, edges };
}
