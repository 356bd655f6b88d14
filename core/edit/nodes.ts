/** Edits of single nodes and edges. index.ts has the rules for all edit operations. */
import {
  type Arrangement,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  ID_PATTERN,
  type Position,
} from '../graph/document';
import { edgeIdFor, namesOf, uniqueId, uniqueName } from '../graph/ids';
import { fault, GraphError, type Problem, problem } from '../graph/problem';
import { descendantsOf, wire } from '../graph/topology';
import { joinSome, message, received } from '../messages';
import type { ParamRecord } from '../ops/operator';
import { startingParams } from '../ops/palette';
import { operatorFor } from '../ops/registry';

export function unknownThing(kind: 'node' | 'edge' | 'group', id: string): GraphError {
  const where = kind === 'node' ? { nodeId: id } : kind === 'edge' ? { edgeId: id } : { groupId: id };
  return fault(`edit.unknown-${kind}`, {
    ...where,
    rule: message('graph.rule.edited', { kind }),
    received: message('graph.missing', { id }),
  });
}

export function takenName(subject: string, name: string): GraphError {
  return fault('document.duplicate-id', {
    subject,
    rule: message('graph.rule.uniqueNames'),
    received: message('graph.wrong.takenName', { name }),
  });
}

export function nodeOf(document: GraphDocument, id: string): GraphNode {
  const node = document.nodes.find((each) => each.id === id);
  if (node === undefined) throw unknownThing('node', id);
  return node;
}

/** `Conv2DTranspose` -> `conv2d_transpose`, as Keras names layers. */
function defaultName(type: string): string {
  const name = type
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '');
  return ID_PATTERN.test(name) ? name : 'node';
}

export interface NewNode {
  type: string;
  /** Default: from the type. Made unique. */
  id?: string;
  /** Instead of the operator's defaults for new nodes. */
  params?: ParamRecord;
  position?: Position;
  group?: string;
}

/** Adds an unconnected node. @throws GraphError for an unknown operator */
export function addNode(document: GraphDocument, node: NewNode): { document: GraphDocument; id: string } {
  const operator = operatorFor(node.type);
  if (operator === undefined) {
    throw fault('node.unknown-operator', {
      subject: message('graph.theNewLayer'),
      rule: message('graph.rule.palette'),
      received: received(node.type),
    });
  }
  if (node.group !== undefined && !document.groups.some((group) => group.id === node.group))
    throw unknownThing('group', node.group);
  const id = uniqueId(document, checkName(node.id ?? defaultName(node.type)));
  const added: GraphNode = {
    id,
    type: node.type,
    params: { ...startingParams(node.type), ...node.params },
    ...(node.group === undefined ? {} : { group: node.group }),
    ...(node.position === undefined ? {} : { position: node.position }),
  };
  return { document: { ...document, nodes: [...document.nodes, added] }, id };
}

export function checkName(id: string): string {
  if (ID_PATTERN.test(id)) return id;
  throw fault('edit.bad-name', {
    subject: message('graph.theName'),
    rule: message('graph.rule.name'),
    received: received(id),
  });
}

/** `port`: default the first free input, or the only one. */
export interface Connection {
  source: string;
  target: string;
  port?: number;
}

/** Why two nodes cannot be connected; undefined if they can. */
export function connectionProblem(document: GraphDocument, connection: Connection): Problem | undefined {
  const { source, target } = connection;
  const to = document.nodes.find((node) => node.id === target);
  if (to === undefined || !document.nodes.some((node) => node.id === source))
    return unknownThing('node', to === undefined ? target : source).problems[0];
  const operator = operatorFor(to.type);
  if (operator && operator.inputs.max === 0) {
    return problem('edit.no-inputs', {
      nodeId: target,
      rule: message('graph.rule.noInput', { layer: to.type }),
      received: message('graph.wrong.edge', { source }),
    });
  }
  const port = connection.port ?? freePort(document, target);
  if (operator && port >= operator.inputs.max) {
    return problem('edit.no-such-port', {
      nodeId: target,
      rule: message('graph.rule.ports', { layer: to.type, last: operator.inputs.max - 1 }),
      received: message('graph.wrong.input', { port }),
    });
  }
  if (descendantsOf(wire(document), [target]).has(source)) {
    return problem('graph.cycle', {
      nodeId: target,
      rule: message('graph.rule.cycle'),
      received:
        source === target ? message('graph.wrong.toItself') : message('graph.wrong.edgeBack', { source }),
    });
  }
  return undefined;
}

/** The first input without an edge; the only input of a node is always free. */
export function freePort(document: GraphDocument, target: string): number {
  const node = nodeOf(document, target);
  if (operatorFor(node.type)?.inputs.max === 1) return 0;
  const taken = new Set(document.edges.filter((edge) => edge.target === target).map((edge) => edge.port));
  let port = 0;
  while (taken.has(port)) port++;
  return port;
}

/** Adds an edge, in place of one into the same input. @throws GraphError (see connectionProblem) */
export function connect(
  document: GraphDocument,
  connection: Connection,
): { document: GraphDocument; id: string } {
  const refused = connectionProblem(document, connection);
  if (refused) throw new GraphError([refused]);
  const { source, target } = connection;
  const port = connection.port ?? freePort(document, target);
  const kept = document.edges.filter((edge) => edge.target !== target || edge.port !== port);
  const id = uniqueName(new Set(kept.map((edge) => edge.id)), edgeIdFor(source, target, port));
  return { document: { ...document, edges: [...kept, { id, source, target, port }] }, id };
}

export function disconnect(document: GraphDocument, edgeIds: Iterable<string>): GraphDocument {
  const ids = new Set(edgeIds);
  const edges = document.edges.filter((edge) => !ids.has(edge.id));
  return edges.length === document.edges.length ? document : { ...document, edges };
}

export function setMuted(document: GraphDocument, edgeIds: Iterable<string>, muted: boolean): GraphDocument {
  const ids = new Set(edgeIds);
  const change = (edge: GraphEdge): GraphEdge => {
    if (!ids.has(edge.id) || (edge.muted === true) === muted) return edge;
    const { muted: _, ...rest } = edge;
    return muted ? { ...rest, muted: true } : rest;
  };
  const edges = document.edges.map(change);
  return edges.every((edge, index) => edge === document.edges[index]) ? document : { ...document, edges };
}

/** Bypasses layers with one input, or restores them; others stay as they are. @throws GraphError for an unknown id */
export function setBypassed(
  document: GraphDocument,
  ids: Iterable<string>,
  bypassed: boolean,
): GraphDocument {
  const chosen = new Set(ids);
  for (const id of chosen) nodeOf(document, id);
  const nodes = document.nodes.map((node): GraphNode => {
    if (!chosen.has(node.id) || !canBypass(node) || (node.bypassed === true) === bypassed) return node;
    const { bypassed: _, ...rest } = node;
    return bypassed ? { ...rest, bypassed: true } : rest;
  });
  return nodes.every((node, index) => node === document.nodes[index]) ? document : { ...document, nodes };
}

export function canBypass({ type }: Pick<GraphNode, 'type'>): boolean {
  const inputs = operatorFor(type)?.inputs;
  return inputs?.min === 1 && inputs.max === 1;
}

/** Sets some parameters of a node; `undefined` restores a default. The analysis checks the values. */
export function setParams(
  document: GraphDocument,
  id: string,
  change: Readonly<Record<string, ParamRecord[string] | undefined>>,
): GraphDocument {
  const { params } = nodeOf(document, id);
  const entries = Object.entries({ ...params, ...change }).filter(
    (entry): entry is [string, ParamRecord[string]] => entry[1] !== undefined,
  );
  return patchNode(document, id, { params: Object.fromEntries(entries) });
}

function patchNode(document: GraphDocument, id: string, patch: Partial<GraphNode>): GraphDocument {
  return {
    ...document,
    nodes: document.nodes.map((node) => (node.id === id ? { ...node, ...patch } : node)),
  };
}

/** @throws GraphError when the name is taken or has odd characters */
export function renameNode(document: GraphDocument, from: string, to: string): GraphDocument {
  nodeOf(document, from);
  if (from === to) return document;
  checkName(to);
  if (namesOf(document).has(to)) throw takenName(from, to);
  const follow = (id: string) => (id === from ? to : id);
  return {
    ...patchNode(document, from, { id: to }),
    edges: document.edges.map((edge) =>
      edge.source === from || edge.target === from
        ? { ...edge, source: follow(edge.source), target: follow(edge.target) }
        : edge,
    ),
  };
}

/** Moves nodes and groups, by id. @throws GraphError for an unknown id */
export function moveNodes(
  document: GraphDocument,
  positions: Readonly<Record<string, Position>>,
): GraphDocument {
  const names = namesOf(document);
  const unknown = Object.keys(positions).filter((id) => !names.has(id));
  if (unknown.length > 0) throw unknownThing('node', joinSome(unknown));
  const place = <Item extends { id: string }>(item: Item): Item =>
    Object.hasOwn(positions, item.id) ? { ...item, position: positions[item.id] } : item;
  return { ...document, nodes: document.nodes.map(place), groups: document.groups.map(place) };
}

/** Arranges the parts of a graph in this way, from top to bottom if absent, and discards all manual positions. */
export function arrange(document: GraphDocument, arrangement: Arrangement | undefined): GraphDocument {
  const free = <Item extends { position?: Position }>(items: readonly Item[]) =>
    items.map(({ position: _, ...item }) => item as Item);
  const { arrangement: before, ...rest } = document;
  const isPlaced = [...document.nodes, ...document.groups].some((item) => item.position);
  if (!isPlaced && before === arrangement) return document;
  return {
    ...rest,
    ...(arrangement && { arrangement }),
    nodes: isPlaced ? free(document.nodes) : document.nodes,
    groups: isPlaced ? free(document.groups) : document.groups,
  };
}

export function renameDocument(document: GraphDocument, name: string): GraphDocument {
  const trimmed = name.trim();
  return trimmed === '' || trimmed === document.name ? document : { ...document, name: trimmed };
}
