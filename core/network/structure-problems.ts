/** Problems of a document that need no shapes: names, ends of edges, ports, loops, groups. */
import type { GraphDocument, GraphEdge } from '../graph/document';
import { type Problem, problem } from '../graph/problem';
import { type Order, topologicalOrder, type Wiring, wire } from '../graph/topology';
import { listOf, message, received, someOf } from '../messages';
import { operatorFor, operators } from '../ops/registry';

/** @param known the wiring of all edges and its order, if known */
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
          rule: message('graph.rule.uniqueNames'),
          received:
            other === kind ? message('graph.wrong.twiceSame', { kind }) : message('graph.wrong.twiceOther'),
          hint: message('graph.hint.rename'),
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
          rule: message('graph.rule.uniqueEdges'),
          received: message('graph.wrong.twiceEdges'),
        }),
      );
    }
    edges.add(id);
  }
  return problems;
}

const OPERATOR_TYPES = operators.map(({ type }) => type);

function operatorProblems(document: GraphDocument): Problem[] {
  return document.nodes.flatMap((node) =>
    operatorFor(node.type)
      ? []
      : [
          problem('node.unknown-operator', {
            nodeId: node.id,
            rule: message('graph.rule.operator', {
              types: listOf(OPERATOR_TYPES, 'or'),
            }),
            received: received(node.type),
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
          rule: message('graph.rule.edgeEnds'),
          received: message('graph.wrong.missingNodes', {
            names: listOf(missing.map((id) => `"${id}"`)),
          }),
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
          rule: message('graph.rule.onePerInput'),
          received: message('graph.wrong.taken', { port: edge.port, target: edge.target, edge: other.id }),
          hint: message('graph.hint.add'),
        }),
      );
    }
  }
  return problems;
}

/** Whether the wiring has all edges of the document, each into its own input. */
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
      subject: message('graph.theGraph'),
      rule: message('graph.rule.cycle'),
      received: message('graph.wrong.loop', {
        path: cycle.length > 6 ? someOf(cycle, 5) : [...cycle, first].join(' → '),
      }),
      hint: message('graph.hint.disconnect'),
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
        rule: message('graph.rule.group'),
        received: message('graph.wrong.group', { group: node.group }),
      }),
    );
  }
  const sound = new Set<string>();
  for (const { id, parent } of document.groups) {
    if (parent !== undefined && !parents.has(parent)) {
      problems.push(
        problem('group.unknown', {
          groupId: id,
          rule: message('graph.rule.parent'),
          received: message('graph.missing', { id: parent }),
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
          rule: message('graph.rule.groupCycle'),
          received: message('graph.wrong.parents', { path: [...path, up].join(' → ') }),
        }),
      );
    }
    for (const step of path) sound.add(step);
  }
  return problems;
}
