/**
 * The analysis of a graph: shapes, weights, costs, and everything that is wrong with it. Runs at every edit, so it
 * goes over the graph a fixed number of times.
 */
import type { GraphDocument, GraphEdge, GraphNode, Shape } from '../graph/document';
import { type Problem, problem } from '../graph/problem';
import { ancestorsOf, topologicalOrder, wire } from '../graph/topology';
import { formatShape, formatShapes } from '../graph/words';
import { inEnglish, listMessage, listOf, type Message, type MessageOrText, message } from '../messages';
import { effectiveDocument } from '../network/effective';
import { countShortcuts } from '../network/shortcuts';
import { structureProblems } from '../network/structure-problems';
import { parseParams } from '../ops/checked-params';
import { type Operator, ShapeRuleError } from '../ops/operator';
import { operatorFor } from '../ops/registry';
import { findEnds, headProblems } from './input-and-output';
import { type Reach, reachAfter } from './receptive-field';
import type { GraphAnalysis, GraphTotals, NodeAnalysis } from './types';

/**
 * Analyzes the effective graph (muted edges out). Never throws on a document that passed `documentSchema`; errors come
 * before warnings, each group in the order of the graph. A node whose inputs have no shape gets no problem of its own.
 * `effective` and `order` hold the network that will be trained: nodes that do not lead to its output are left out of
 * them (and warned of), but keep their entry in `nodes`.
 */
export function analyze(document: GraphDocument): GraphAnalysis {
  const drawn = effectiveDocument(document);
  const wiring = wire(drawn);
  const sorted = topologicalOrder(wiring);
  const { order, cycle } = sorted;
  // With nothing muted, what is drawn is the document, and its wiring need not be made again.
  const nothingMuted = drawn.nodes === document.nodes;
  const structure = structureProblems(document, nothingMuted ? { wiring, ...sorted } : undefined);
  const ends = findEnds(wiring, sorted);
  const network =
    ends.outputId === undefined || ends.connected ? undefined : ancestorsOf(wiring, [ends.outputId]);
  const onCycle = new Set(cycle);

  const problems: Problem[] = [...ends.problems];
  const known = new Map<string, Known>();
  const nodes: Record<string, NodeAnalysis> = Object.create(null);
  const muted = new Set(document.edges.filter((edge) => edge.muted).map((edge) => edge.target));
  for (const id of order) {
    const node = wiring.nodes.get(id);
    if (node === undefined) continue;
    const stray = network !== undefined && !network.has(id);
    const edges = wiring.incoming(id);
    const before = edges.map((edge) => known.get(edge.source));
    const result = analyzeNode(node, edges, before, {
      stray,
      muted: muted.has(id),
      onCycle: onCycle.has(id),
    });
    const { analysis } = result;
    if (stray) problems.push(notConnected(id, ends.outputId ?? ''));
    problems.push(...result.problems);
    const reach =
      result.operator &&
      reachAfter(
        result.operator,
        analysis,
        before.map((each) => each?.reach),
      );
    // Behind a layer that enlarges, values lie less than a pixel of the input apart.
    if (reach) analysis.receptiveField = Math.ceil(reach.size);
    // The longest way counts: shortcuts are shorter than the path that they skip.
    const above = before.reduce((most, each) => Math.max(most, each?.depth ?? 0), 0);
    const depth = above + (analysis.weights.some((weight) => weight.name === 'kernel') ? 1 : 0);
    known.set(id, { analysis, reach, depth });
    nodes[id] = analysis;
  }
  if (ends.outputId !== undefined) problems.push(...headProblems(wiring, nodes, ends.outputId));

  const inNetwork = (id: string) => network?.has(id) ?? true;
  const whole = network === undefined || network.size === drawn.nodes.length;
  const effective = {
    ...drawn,
    nodes: whole ? drawn.nodes : drawn.nodes.filter((node) => inNetwork(node.id)),
    edges: whole ? drawn.edges : drawn.edges.filter((edge) => inNetwork(edge.target)),
  };
  const trained = whole ? order : order.filter(inNetwork);
  return {
    problems: inSeverityOrder([...structure, ...problems]),
    nodes,
    order: trained,
    effective,
    ...(ends.inputId === undefined ? {} : { inputId: ends.inputId }),
    ...(ends.outputId === undefined ? {} : { outputId: ends.outputId }),
    totals: totalsOf(
      trained.flatMap((id) => known.get(id) ?? []),
      countShortcuts(document, nothingMuted ? { wiring, ...sorted } : undefined),
    ),
  };
}

/** What the nodes behind a node need to know of it. */
interface Known {
  analysis: NodeAnalysis;
  reach: Reach | undefined;
  /** Layers with a kernel on the longest way to it, itself included. */
  depth: number;
}

interface NodeResult {
  analysis: NodeAnalysis;
  problems: readonly Problem[];
  operator?: Operator;
}

function analyzeNode(
  node: GraphNode,
  edges: readonly GraphEdge[],
  before: readonly (Known | undefined)[],
  where: { stray: boolean; muted: boolean; onCycle: boolean },
): NodeResult {
  const inputs = edges.map((edge) => edge.source);
  const inputShapes: Shape[] = [];
  for (const each of before) if (each?.analysis.outputShape) inputShapes.push(each.analysis.outputShape);
  const analysis: NodeAnalysis = {
    id: node.id,
    type: node.type,
    params: node.params,
    inputs,
    inputShapes,
    weights: [],
    paramCount: 0,
    trainableCount: 0,
    macs: 0,
  };
  const operator = operatorFor(node.type);
  // An unknown type is a problem of the structure and is listed there.
  if (operator === undefined) return { analysis, problems: [] };

  const problems: Problem[] = [];
  const parsed = parseParams(operator, node.params);
  if (parsed.ok) analysis.params = parsed.params;
  else problems.push(...parsed.issues.map((issue) => badParam(node, issue)));
  const wrongInputs = inputProblem(node, operator, edges, where);
  // A node that stands apart is not yet wired: the one warning about it is enough.
  if (wrongInputs && !where.stray) problems.push(wrongInputs);
  if (!parsed.ok || wrongInputs || where.onCycle || inputShapes.length < inputs.length)
    return { analysis, problems, operator };

  try {
    analysis.outputShape = operator.outputShape(inputShapes, parsed.params);
    analysis.weights = operator.weights(inputShapes, parsed.params);
    analysis.macs = operator.macs(inputShapes, parsed.params);
    for (const weight of analysis.weights) {
      const count = weight.shape.reduce((product, side) => product * side, 1);
      analysis.paramCount += count;
      if (weight.trainable) analysis.trainableCount += count;
    }
  } catch (error) {
    if (!(error instanceof ShapeRuleError)) throw error;
    problems.push(shapeProblem(node, error, inputs, inputShapes));
  }
  return { analysis, problems, operator };
}

/** How a node is called in a sentence: `stage1.add (Add)`. */
const subjectOf = (node: GraphNode) => `${node.id} (${node.type})`;

function badParam(node: GraphNode, issue: { name: string; rule: Message; received: MessageOrText }): Problem {
  return problem('node.bad-param', {
    nodeId: node.id,
    subject: subjectOf(node),
    rule: issue.rule,
    received: issue.received,
  });
}

function inputProblem(
  node: GraphNode,
  operator: Operator,
  edges: readonly GraphEdge[],
  where: { muted: boolean },
): Problem | undefined {
  const { min, max } = operator.inputs;
  const sources = () => listOf(edges.map((edge) => edge.source));
  const parts = () => ({ nodeId: node.id, subject: subjectOf(node), rule: inputRule(operator) });
  if (edges.length < min) {
    return problem('node.missing-input', {
      ...parts(),
      received:
        edges.length === 0
          ? message('graph.none')
          : message('analysis.received.countFrom', { count: edges.length, sources: sources() }),
      hint: where.muted
        ? message('analysis.hint.removedEdge')
        : edges.length === 0
          ? message('analysis.hint.connectPrevious')
          : message('analysis.hint.connectOther'),
    });
  }
  if (edges.length > max) {
    return problem('node.too-many-inputs', {
      ...parts(),
      received: message('analysis.received.countFrom', { count: edges.length, sources: sources() }),
      ...(max === 1 ? { hint: message('analysis.hint.addBefore') } : {}),
    });
  }
  const beyond = edges.find((edge) => edge.port >= max);
  if (beyond) {
    return problem('node.no-such-port', {
      ...parts(),
      edgeId: beyond.id,
      received: message('analysis.received.port', { source: beyond.source, port: beyond.port }),
      hint: message('analysis.hint.ports', { last: max - 1 }),
    });
  }
  return undefined;
}

function inputRule({ type: layer, inputs: { min, max } }: Operator): Message {
  if (max === 0) return message('graph.rule.noInput', { layer });
  if (min === max) return message('graph.rule.inputs', { layer, count: min });
  return message('graph.rule.inputRange', { layer, min, max });
}

function shapeProblem(
  node: GraphNode,
  error: ShapeRuleError,
  inputs: readonly string[],
  shapes: readonly Shape[],
): Problem {
  // The rule knows shapes only; here the nodes that they come from are known too.
  const received =
    inEnglish(error.received) === inEnglish(formatShapes(shapes))
      ? listMessage(
          shapes.map((shape, index) =>
            message('graph.from', { shape: formatShape(shape), layer: inputs[index] ?? '' }),
          ),
        )
      : error.received;
  return problem(error.code, {
    nodeId: node.id,
    subject: subjectOf(node),
    rule: error.rule,
    received,
    hint: error.hint,
  });
}

function notConnected(id: string, outputId: string): Problem {
  return problem('node.not-connected', {
    severity: 'warning',
    nodeId: id,
    rule: message('analysis.rule.connected', { output: outputId }),
    received: message('analysis.received.noWay'),
    hint: message('analysis.hint.connectOrDelete'),
  });
}

function inSeverityOrder(problems: readonly Problem[]): Problem[] {
  return [
    ...problems.filter((each) => each.severity === 'error'),
    ...problems.filter((each) => each.severity === 'warning'),
  ];
}

function totalsOf(trained: readonly Known[], shortcuts: number): GraphTotals {
  const totals: GraphTotals = { params: 0, trainable: 0, nonTrainable: 0, macs: 0, depth: 0, shortcuts };
  for (const { analysis, depth } of trained) {
    totals.params += analysis.paramCount;
    totals.trainable += analysis.trainableCount;
    totals.macs += analysis.macs;
    totals.depth = Math.max(totals.depth, depth);
  }
  totals.nonTrainable = totals.params - totals.trainable;
  return totals;
}
