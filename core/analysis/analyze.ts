/** Analyzes a graph: shapes, weights, costs, and every problem. Runs after every edit. */

import { elementCount } from '../basics/element-count';
import { formatShape, formatShapes } from '../format/shape';
import type { GraphDocument, GraphEdge, GraphNode, Shape } from '../graph/document';
import { type Problem, problem } from '../graph/problem';
import { ancestorsOf, topologicalOrder, wire } from '../graph/topology';
import { inEnglish, listMessage, listOf, type Message, message } from '../messages';
import { effectiveDocument } from '../network/effective';
import { countShortcuts } from '../network/shortcuts';
import { structureProblems } from '../network/structure-problems';
import { trainingOf } from '../network/tuning';
import { parseParams } from '../ops/checked-params';
import { type Operator, ShapeRuleError } from '../ops/operator';
import { operatorFor } from '../ops/registry';
import { findEnds, headProblems } from './input-and-output';
import { type Reach, reachAfter } from './receptive-field';
import type { GraphAnalysis, GraphTotals, NodeAnalysis } from './types';

/**
 * Never throws on a document that passed `documentSchema`. Errors come before warnings, both in the order of the graph. A node
 * whose inputs have no shape gets no problem. Nodes that do not lead to the output are in `nodes`, but not in `effective` and
 * `order`, and get a warning.
 */
export function analyze(document: GraphDocument): GraphAnalysis {
  const drawn = effectiveDocument(document);
  const wiring = wire(drawn);
  const sorted = topologicalOrder(wiring);
  const { order, cycle } = sorted;
  const same = drawn.nodes === document.nodes ? { wiring, ...sorted } : undefined;
  const structure = structureProblems(document, same);
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
    // After a layer that enlarges the image, neighboring values are less than an input pixel apart.
    if (reach) analysis.receptiveField = Math.ceil(reach.size);
    // The longest path counts, not its shortcuts.
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
    problems: [...structure, ...problems].sort(
      (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
    ),
    nodes,
    order: trained,
    effective,
    ...(ends.inputId === undefined ? {} : { inputId: ends.inputId }),
    ...(ends.outputId === undefined ? {} : { outputId: ends.outputId }),
    totals: totalsOf(
      trained.flatMap((id) => known.get(id) ?? []),
      countShortcuts(document, same),
    ),
  };
}

const SEVERITIES: readonly Problem['severity'][] = ['error', 'warning'];

/** What later nodes need to know about a node. */
interface Known {
  analysis: NodeAnalysis;
  reach: Reach | undefined;
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
    ...trainingOf(node),
    paramCount: 0,
    trainableCount: 0,
    macs: 0,
  };
  const operator = operatorFor(node.type);
  // An unknown type is a structure problem.
  if (operator === undefined) return { analysis, problems: [] };

  const problems: Problem[] = [];
  const parsed = parseParams(operator, node.params);
  if (parsed.ok) analysis.params = parsed.params;
  else {
    const parts = { nodeId: node.id, subject: subjectOf(node) };
    for (const { rule, received } of parsed.issues)
      problems.push(problem('node.bad-param', { ...parts, rule, received }));
  }
  const wrongInputs = inputProblem(node, operator, edges, where);
  // A node that is not connected yet already has a warning.
  if (wrongInputs && !where.stray) problems.push(wrongInputs);
  if (!parsed.ok || wrongInputs || where.onCycle || inputShapes.length < inputs.length)
    return { analysis, problems, operator };

  try {
    analysis.outputShape = operator.outputShape(inputShapes, parsed.params);
    const weights = operator.weights(inputShapes, parsed.params);
    analysis.weights = analysis.trainable ? weights : weights.map((one) => ({ ...one, trainable: false }));
    analysis.macs = operator.macs(inputShapes, parsed.params);
    for (const weight of analysis.weights) {
      const count = elementCount(weight.shape);
      analysis.paramCount += count;
      if (weight.trainable) analysis.trainableCount += count;
    }
  } catch (error) {
    if (!(error instanceof ShapeRuleError)) throw error;
    problems.push(shapeProblem(node, error, inputs, inputShapes));
  }
  return { analysis, problems, operator };
}

const subjectOf = (node: GraphNode) => `${node.id} (${node.type})`;

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
  // The rule knows only shapes; here we know their nodes too.
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
