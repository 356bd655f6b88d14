/**
 * Halves the channels of a network, which leaves about a quarter of its parameters. Tensors that need the same number of
 * channels (to be added, for example) stay in step; images and classes keep theirs. Pure.
 */
import { elementCount } from '../../../core/basics/element-count';
import type { GraphDocument, GraphGroup, GraphNode, Shape } from '../../../core/graph/document';
import { GraphError, type Problem } from '../../../core/graph/problem';
import { ancestorsOf, topologicalOrder, type Wiring, wire } from '../../../core/graph/topology';
import { inEnglish, message } from '../../../core/messages';
import { type Operator, type ParamRecord, ShapeRuleError } from '../../../core/ops/operator';
import { operatorFor } from '../../../core/ops/registry';
import { analysisOf } from '../../state/analysis';
import { groupsFor } from './channelGroups';

const half = (count: number) => Math.max(1, Math.round(count / 2));
const unmuted = (document: GraphDocument): GraphDocument => ({
  ...document,
  edges: document.edges.map(({ muted: _, ...edge }) => edge),
});

interface Drawn {
  wiring: Wiring;
  order: readonly string[];
  /** Every default filled in. */
  params: ReadonlyMap<string, ParamRecord>;
  shapes: ReadonlyMap<string, Shape>;
  /** The images and the class probabilities. */
  ends: readonly string[];
}

/** @throws GraphError if the network does not work with half the channels */
export function halveWidth(document: GraphDocument): GraphDocument {
  const drawn = drawnOf(document);
  const params = paramsInHalf(drawn);
  const nodes = document.nodes.map((node) => {
    const changed = params.get(node.id);
    return changed ? { ...node, params: { ...node.params, ...changed } } : node;
  });
  if (nodes.every((node, index) => node === document.nodes[index])) return document;
  const next = { ...document, nodes, groups: document.groups.map((group) => resized(group, nodes, drawn)) };
  // Removed shortcuts must also fit when they are restored.
  const broken = firstNewError(document, next) ?? firstNewError(unmuted(document), unmuted(next));
  if (broken) throw new GraphError([broken]);
  return next;
}

function drawnOf(document: GraphDocument): Drawn {
  // Removed edges keep channels in step too, if the graph is valid with them.
  const analysis = analysisOf(document);
  const { outputShape } = analysis.nodes[analysis.outputId ?? ''] ?? {};
  const found = { ...analysis.nodes, ...soundNodes(unmuted(document)) };
  const wiring = wire(document);
  return {
    wiring,
    order: topologicalOrder(wiring).order,
    params: new Map(Object.values(found).map((node) => [node.id, node.params])),
    shapes: new Map(
      Object.values(found).flatMap(({ id, outputShape }) => (outputShape ? [[id, outputShape]] : [])),
    ),
    // A network without a head has no classes.
    ends: [analysis.inputId, ...(outputShape?.length === 1 ? [analysis.outputId] : [])].filter(
      (id) => id !== undefined,
    ),
  };
}

const soundNodes = (document: GraphDocument) =>
  Object.fromEntries(
    Object.entries(analysisOf(document).nodes).filter(([, { outputShape }]) => outputShape !== undefined),
  );

/** The parameter that sets the channels of a layer's output. */
const widthParam = (params: ParamRecord = {}) =>
  ['filters', 'units'].find((name) => typeof params[name] === 'number');

/** The same name for all nodes whose outputs must have the same number of channels. */
function inStep({ wiring, order, params, shapes }: Drawn): (id: string) => string {
  const leader = new Map<string, string>();
  const find = (id: string): string => {
    const next = leader.get(id);
    return next === undefined ? id : find(next);
  };
  for (const id of order) {
    if (widthParam(params.get(id))) continue;
    for (const { source } of wiring.incoming(id)) {
      const [one, other] = [find(id), find(source)];
      if (one !== other && shapes.get(id)?.at(-1) === shapes.get(source)?.at(-1)) leader.set(one, other);
    }
  }
  return find;
}

/** Channels that a parameter sets, by the name of the nodes in step. */
function decided(drawn: Drawn, step: (id: string) => string): Map<string, number> {
  const { wiring, order, params, shapes, ends } = drawn;
  const beforeImages = ancestorsOf(
    wiring,
    [...shapes].flatMap(([id, shape]) => (shape.length === 3 ? [id] : [])),
  );
  const channels = new Map<string, number>();
  for (const id of order) {
    const width = widthParam(params.get(id));
    if (width === undefined) continue;
    const own = Number(params.get(id)?.[width]);
    // Dense layers that gate an image have as many units as it has channels; those of the head keep theirs.
    const halved = width === 'filters' || beforeImages.has(id);
    if (halved) channels.set(step(id), half(own));
    else if (!channels.has(step(id))) channels.set(step(id), own);
  }
  for (const id of ends) {
    const own = shapes.get(id)?.at(-1);
    if (own !== undefined) channels.set(step(id), own);
  }
  return channels;
}

/** Enough for real networks. */
const ROUNDS = 10;

/** The changed parameters of each node. */
function paramsInHalf(drawn: Drawn): Map<string, ParamRecord> {
  const step = inStep(drawn);
  const channels = decided(drawn, step);
  const fixed = new Set(drawn.ends.map(step));
  // A Concatenate's channels follow from its inputs, and may determine those of layers before it, so this
  // repeats.
  for (let round = 1; ; round++) {
    const changes = new Map<string, ParamRecord>();
    const shapes = new Map<string, Shape>();
    let settled = true;
    for (const id of drawn.order) {
      const name = step(id);
      const known = channels.get(name);
      const { change, shape } = inHalf(id, drawn, shapes, known);
      if (change) changes.set(id, change);
      const made = shape?.at(-1);
      if (shape === undefined || made === undefined) continue;
      shapes.set(id, shape);
      if (made === known || fixed.has(name)) continue;
      channels.set(name, made);
      settled &&= known === undefined;
    }
    if (settled || round === ROUNDS) return changes;
  }
}

/** @param channels of its output, if they are known already */
function inHalf(
  id: string,
  { wiring, params: all, shapes: before }: Drawn,
  shapes: ReadonlyMap<string, Shape>,
  channels: number | undefined,
): { change?: ParamRecord; shape?: Shape } {
  const params = all.get(id) ?? {};
  const operator = operatorFor(wiring.nodes.get(id)?.type ?? '');
  if (operator === undefined) return {};
  const sources = wiring.incoming(id).map(({ source }) => source);
  const inputs = sources.map((source) => shapes.get(source)).filter((shape) => shape !== undefined);
  const change: ParamRecord = {};
  const width = widthParam(params);
  if (width !== undefined && channels !== undefined) change[width] = channels;
  const input = inputs[0];
  const inputBefore = before.get(sources[0] ?? '');
  if (input !== undefined && inputBefore !== undefined) {
    if (typeof params.groups === 'number') {
      const counts = (shape: Shape, own: ParamRecord) =>
        [shape.at(-1), own.filters].filter((count) => typeof count === 'number');
      change.groups = groupsFor(
        params.groups,
        counts(inputBefore, params),
        counts(input, { ...params, ...change }),
      );
    }
    const target = params.targetShape;
    if (Array.isArray(target))
      change.targetShape = reshaped(target, elementCount(input) / elementCount(inputBefore));
  }
  const changed = Object.entries(change).filter(([name, value]) => String(value) !== String(params[name]));
  const beforehand = before.get(id);
  return {
    ...(changed.length > 0 ? { change: Object.fromEntries(changed) } : {}),
    shape:
      shapeOf(operator, inputs, { ...params, ...change }) ??
      // The final check reports what does not fit.
      (beforehand && [...beforehand.slice(0, -1), channels ?? beforehand.at(-1) ?? 1]),
  };
}

function shapeOf(operator: Operator, inputs: readonly Shape[], params: ParamRecord): Shape | undefined {
  try {
    return operator.outputShape(inputs, params);
  } catch (error) {
    if (error instanceof ShapeRuleError) return undefined;
    throw error;
  }
}

/** The last side changes, unless it is -1, which is computed from the others. */
function reshaped(target: readonly number[], ratio: number): number[] {
  const last = (target.at(-1) ?? 1) * ratio;
  return target.at(-1) !== -1 && Number.isInteger(last) ? [...target.slice(0, -1), last] : [...target];
}

/** The parameters that the inspector rebuilds a block from. */
function resized(group: GraphGroup, nodes: readonly GraphNode[], { params }: Drawn): GraphGroup {
  if (!group.block) return group;
  const { filters } = group.block;
  const one = nodes.find((node) => node.group === group.id && params.get(node.id)?.filters === filters);
  return { ...group, block: { ...group.block, filters: Number(one?.params.filters ?? half(filters)) } };
}

/** The first error of `after` that `before` does not have. */
function firstNewError(before: GraphDocument, after: GraphDocument): Problem | undefined {
  const key = ({ nodeId, edgeId, code }: Problem) => `${nodeId} ${edgeId} ${code}`;
  const errorsOf = (document: GraphDocument) =>
    analysisOf(document).problems.filter(({ severity }) => severity === 'error');
  const old = new Set(errorsOf(before).map(key));
  const first = errorsOf(after).find((one) => !old.has(key(one)));
  if (!first) return undefined;
  const said = message('build.notice.halfTooNarrow', {
    node: first.nodeId ?? '',
    rule: first.rule,
    received: first.received,
  });
  return { ...first, said, message: inEnglish(said) };
}
