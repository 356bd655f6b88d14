/** A document without its removed edges: ResNet-50 without its shortcuts is the graph of Plain-50, ids included. */
import type { GraphDocument, GraphEdge } from '../graph/document';
import { edgeIdFor, uniqueName } from '../graph/ids';
import { wire } from '../graph/topology';
import { operatorFor } from '../ops/registry';

/**
 * Drops removed edges, then nodes that fed only removed edges (a projection; not an Input), then bypasses each layer
 * that a person bypassed, and each Add, or other operator that `passesAlone`, that has one of its inputs left. A
 * BatchNormalization before such an Add starts with a gamma of one: zero is for blocks whose shortcut carries the signal. Edges are ordered by target and
 * port.
 */
export function effectiveDocument(document: GraphDocument): GraphDocument {
  if (!document.edges.some((edge) => edge.muted) && !document.nodes.some((node) => node.bypassed)) {
    const edges = inOrder(document, document.edges);
    return edges === document.edges ? document : { ...document, edges };
  }
  const wiring = wire(document);
  const dropped = nodesThatOnlyFeedMuted(document);
  const isLive = (edge: GraphEdge) => !edge.muted && !dropped.has(edge.source) && !dropped.has(edge.target);

  const bypassed = new Map<string, string>();
  const carriers = new Set<string>();
  for (const node of wiring.nodes.values()) {
    if (dropped.has(node.id)) continue;
    const drawn = wiring.incoming(node.id);
    const live = drawn.filter(isLive);
    const [only] = live;
    if (node.bypassed && live.length === 1 && only && only.source !== node.id) {
      bypassed.set(node.id, only.source);
      continue;
    }
    const passes = operatorFor(node.type)?.passesAlone;
    if (passes === undefined) continue;
    const first = only?.id === drawn[0]?.id;
    if (
      drawn.length > 1 &&
      live.length === 1 &&
      only &&
      only.source !== node.id &&
      (passes === 'any' || first)
    ) {
      bypassed.set(node.id, only.source);
      carriers.add(only.source);
    }
  }
  const sourceOf = throughBypassed(bypassed);

  const taken = new Set<string>();
  const edges: GraphEdge[] = [];
  for (const edge of document.edges) {
    if (!isLive(edge) || bypassed.has(edge.target)) continue;
    const source = sourceOf(edge.source);
    if (source === edge.source) {
      taken.add(edge.id);
      edges.push(edge);
    } else if (!bypassed.has(source)) {
      const id = uniqueName(taken, edgeIdFor(source, edge.target, edge.port));
      taken.add(id);
      edges.push({ ...edge, id, source });
    }
  }
  const nodes = document.nodes
    .filter((node) => !dropped.has(node.id) && !bypassed.has(node.id))
    .map((node) =>
      carriers.has(node.id) && node.params.gammaInitializer === 'zeros'
        ? { ...node, params: { ...node.params, gammaInitializer: 'ones' } }
        : node,
    );
  return { ...document, nodes, edges: inOrder({ ...document, nodes }, edges) };
}

/** Source of the value of a node, skipping bypassed nodes. In a loop of bypassed nodes: one of them. */
function throughBypassed(bypassed: ReadonlyMap<string, string>): (id: string) => string {
  const ends = new Map<string, string>();
  return (id) => {
    const path: string[] = [];
    const seen = new Set<string>();
    let at = id;
    while (!ends.has(at) && !seen.has(at)) {
      const next = bypassed.get(at);
      if (next === undefined) break;
      path.push(at);
      seen.add(at);
      at = next;
    }
    const end = ends.get(at) ?? at;
    for (const node of path) ends.set(node, end);
    return end;
  };
}

function nodesThatOnlyFeedMuted(document: GraphDocument): Set<string> {
  const wiring = wire(document);
  const dropped = new Set<string>();
  const liveOutputs = new Map<string, number>();
  const queue: string[] = [];
  for (const node of wiring.nodes.values()) {
    const outgoing = wiring.outgoing(node.id);
    const live = outgoing.filter((edge) => !edge.muted).length;
    liveOutputs.set(node.id, live);
    if (outgoing.length > 0 && live === 0 && node.type !== 'Input') queue.push(node.id);
  }
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    dropped.add(id);
    for (const edge of wiring.incoming(id)) {
      if (edge.muted) continue;
      const left = (liveOutputs.get(edge.source) ?? 0) - 1;
      liveOutputs.set(edge.source, left);
      if (left === 0 && wiring.nodes.get(edge.source)?.type !== 'Input') queue.push(edge.source);
    }
  }
  return dropped;
}

function inOrder(document: Pick<GraphDocument, 'nodes'>, edges: GraphEdge[]): GraphEdge[] {
  const ranks = new Map(document.nodes.map((node, index) => [node.id, index]));
  const targets = Int32Array.from(edges, (edge) => ranks.get(edge.target) ?? ranks.size);
  const after = (a: number, b: number) => targets[a]! - targets[b]! || edges[a]!.port - edges[b]!.port;
  if (edges.every((_, index) => index === 0 || after(index - 1, index) <= 0)) return edges;
  return [...edges.keys()].sort(after).map((index) => edges[index]!);
}
