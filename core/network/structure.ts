/** Problems of a document's build that need no shapes: names, ends of edges, ports, loops, groups. */

import type { GraphDocument, GraphEdge } from '../graph/document';
import { type Problem, problem } from '../graph/problem';
import { type Order, topologicalOrder, type Wiring, wire } from '../graph/topology';
import { joinSome, joinWords, preview } from '../graph/words';
import { operatorFor, operators } from '../ops/registry';

/**
 * All of them, in the order: names, operators, edges, loops, groups.
 * @param known the wiring of all edges and its order, where they are known already
 */
export function structureProblems(
  document: GraphDocument,
  known?: { wiring: Wiring } & Pick<Order, 'cycle'>,
): Problem[] {
  const wiring = known?.wiring ?? wire(document);
  const { cycle } = known ?? topologicalOrder(wiring);
  return [
    ...nameProblems(document),
    ...operatorProblems(document),
    ...edgeProblems(document, wiring),
    ...cycleProblems(cycle),
    ...groupProblems(document),
  ];
}

function nameProblems(document: GraphDocument): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  const check = (id: string, kind: 'node' | 'group') => {
    const other = seen.get(id);
    if (other === undefined) seen.set(id, kind);
    else {
      problems.push(
        problem('document.duplicate-id', {
          subject: `"${id}"`,
          ...(kind === 'node' ? { nodeId: id } : { groupId: id }),
          rule: 'Nodes and groups have ids of their own.',
          received: other === kind ? `the id twice, on two ${kind}s` : 'the id on a node and on a group',
          hint: 'Rename one of them.',
        }),
      );
    }
  };
  for (const node of document.nodes) check(node.id, 'node');
  for (const group of document.groups) check(group.id, 'group');
  const edges = new Set<string>();
  for (const { id } of document.edges) {
    if (edges.has(id)) {
      problems.push(
        problem('document.duplicate-id', {
          subject: `"${id}"`,
          edgeId: id,
          rule: 'Edges have ids of their own.',
          received: 'the id twice, on two edges',
        }),
      );
    }
    edges.add(id);
  }
  return problems;
}

function operatorProblems(document: GraphDocument): Problem[] {
  return document.nodes.flatMap((node) =>
    operatorFor(node.type)
      ? []
      : [
          problem('node.unknown-operator', {
            nodeId: node.id,
            rule: `The type of a node is one of ${joinWords(
              operators.map((operator) => operator.type),
              'or',
            )}.`,
            received: preview(node.type),
          }),
        ],
  );
}

function edgeProblems(document: GraphDocument, wiring: Wiring): Problem[] {
  if (everyEdgeFits(document, wiring)) return [];
  const problems: Problem[] = [];
  const nodes = new Set(document.nodes.map((node) => node.id));
  const fed = new Map<string, GraphEdge[]>();
  for (const edge of document.edges) {
    if (!nodes.has(edge.source) || !nodes.has(edge.target)) {
      const missing = [...new Set([edge.source, edge.target])].filter((id) => !nodes.has(id));
      problems.push(
        problem('edge.unknown-node', {
          edgeId: edge.id,
          rule: 'An edge runs between two nodes of the graph.',
          received: `${joinWords(missing.map((id) => `"${id}"`))}, which ${missing.length > 1 ? 'do' : 'does'} not exist`,
        }),
      );
      continue;
    }
    const others = fed.get(edge.target);
    const other = others?.find(({ port }) => port === edge.port);
    if (others === undefined) fed.set(edge.target, [edge]);
    else if (other === undefined) others.push(edge);
    else {
      problems.push(
        problem('edge.port-taken', {
          edgeId: edge.id,
          rule: 'One edge runs into each input of a node.',
          received: `input ${edge.port} of "${edge.target}" already fed by edge "${other.id}"`,
          hint: 'To sum two tensors, use an Add.',
        }),
      );
    }
  }
  return problems;
}

/** Whether the wiring has all edges of the document, each into an input of its own. */
function everyEdgeFits(document: GraphDocument, wiring: Wiring): boolean {
  let wired = 0;
  for (const id of wiring.nodes.keys()) {
    const incoming = wiring.incoming(id);
    wired += incoming.length;
    for (let at = 1; at < incoming.length; at++)
      if (incoming[at]!.port === incoming[at - 1]!.port) return false;
  }
  return wired === document.edges.length;
}

function cycleProblems(cycle: Order['cycle']): Problem[] {
  const [first] = cycle ?? [];
  if (cycle === undefined || first === undefined) return [];
  return [
    problem('graph.cycle', {
      nodeId: first,
      subject: 'The graph',
      rule: 'No node may feed itself, directly or through others.',
      received: `the loop ${cycle.length > 6 ? joinSome(cycle, 5) : [...cycle, first].join(' → ')}`,
      hint: 'Disconnect one of its edges.',
    }),
  ];
}

function groupProblems(document: GraphDocument): Problem[] {
  const problems: Problem[] = [];
  const parents = new Map(document.groups.map((group) => [group.id, group.parent]));
  for (const node of document.nodes) {
    if (node.group === undefined || parents.has(node.group)) continue;
    problems.push(
      problem('group.unknown', {
        nodeId: node.id,
        rule: 'A node stands in a group of the document, or in none.',
        received: `group "${node.group}", which does not exist`,
      }),
    );
  }
  const sound = new Set<string>();
  for (const { id, parent } of document.groups) {
    if (parent !== undefined && !parents.has(parent)) {
      problems.push(
        problem('group.unknown', {
          groupId: id,
          rule: 'The parent of a group is a group of the document.',
          received: `"${parent}", which does not exist`,
        }),
      );
    }
    const path = new Set<string>();
    let up: string | undefined = id;
    while (up !== undefined && !path.has(up) && !sound.has(up)) {
      path.add(up);
      up = parents.get(up);
    }
    if (up !== undefined && path.has(up)) {
      problems.push(
        problem('group.cycle', {
          groupId: id,
          rule: 'A group must not stand inside itself.',
          received: `the parents ${[...path, up].join(' → ')}`,
        }),
      );
    }
    for (const step of path) sound.add(step);
  }
  return problems;
}
