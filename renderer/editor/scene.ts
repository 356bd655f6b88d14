/** From a graph and its analysis to what React Flow draws. Pure; what did not change keeps its identity. */
import { type Edge, type Node, type NodeHandle, Position } from '@xyflow/react';
import type { GraphAnalysis } from '../../core/analysis/types';
import type { GraphDocument, GraphGroup } from '../../core/graph/document';
import { effectiveDocument } from '../../core/graph/effective';
import type { Problem } from '../../core/graph/problem';
import { findShortcuts, type Shortcut } from '../../core/graph/shortcuts';
import type { OperatorKind } from '../../core/ops/operator';
import { operatorFor } from '../../core/ops/registry';
import { NODE_SHORT, NODE_TALL } from './geometry';
import { type Layout, layoutGraph } from './layout';
import { buildOutline, groupKey, type Item, type Outline } from './outline';
import { type DrawnWire, drawnWires, type ShortcutPart } from './wires';
import { groupCaption, groupTitle, layerCaption, layerTitle, shapeText, short, totalsOf } from './words';

/** Data of nodes and edges holds plain values only, so that equality is cheap to test. */
export type LayerData = {
  name: string;
  title: string;
  caption: string;
  kind: OperatorKind;
  /** All messages, one a line; empty when sound. */
  problem: string;
  severity: 'error' | 'warning' | '';
  /** Left out of the network by a muted edge. */
  ghost: boolean;
  takesInput: boolean;
  /** Takes several inputs: has a port at its side too. */
  merges: boolean;
};

export type FoldData = {
  name: string;
  title: string;
  caption: string;
  kind: string;
  problem: string;
  severity: 'error' | 'warning' | '';
  /** Shortcuts inside that are in force, and muted ones. */
  shortcuts: number;
  muted: number;
  /** One block: its shortcut is drawn as an arc at its side. */
  isBlock: boolean;
};

export type FrameData = {
  name: string;
  title: string;
  subtitle: string;
  /** From the left border to the main path, which runs through the head. */
  axis: number;
  problem: string;
};

export type WireData = {
  shape: string;
  /** Parameters of what it comes from: "147.6 k"; empty for none. */
  weight: string;
  /** For the tooltip and screen readers. */
  description: string;
  width: number;
  muted: boolean;
  /** Shape as before and nothing learned: drawn quieter. */
  quiet: boolean;
  part: ShortcutPart | '';
  laneX: number;
  forkY: number;
  /** The shortcut leaves a wire that is drawn anyway. */
  branches: boolean;
  pill: string;
  broken: boolean;
};

export type LayerNode = Node<LayerData, 'layer'>;
export type FoldNode = Node<FoldData, 'fold'>;
export type FrameNode = Node<FrameData, 'frame'>;
export type SceneNode = LayerNode | FoldNode | FrameNode;
export type SceneEdge = Edge<WireData, 'wire'>;

export interface Scene {
  nodes: SceneNode[];
  edges: SceneEdge[];
  outline: Outline;
  layout: Layout;
  shortcuts: readonly Shortcut[];
}

const FRAME_STYLE = { pointerEvents: 'none' } as const;
const Z_WIRE = 10;
const Z_NODE = 20;

export function buildScene(document: GraphDocument, analysis: GraphAnalysis): Scene {
  const outline = buildOutline(document);
  const shortcuts = findShortcuts(document);
  const wires = drawnWires(document, outline, shortcuts);
  const captions = new Map<string, string>();
  for (const item of outline.items.values()) {
    if (item.kind === 'layer') captions.set(item.key, layerCaption(item.node));
    if (item.kind === 'fold') captions.set(item.key, groupCaption(document, item.group, item.members));
  }
  const layout = layoutGraph(outline, wires, (key) => (captions.get(key) ? NODE_TALL : NODE_SHORT));
  const ghosts = leftOut(document, analysis);
  const problems = problemsByItem(analysis.problems, outline, document);

  const nodes: SceneNode[] = [];
  const draw = (items: readonly Item[], parent: string | undefined, depth: number) => {
    for (const item of items) {
      const found = problems.get(item.key) ?? [];
      nodes.push(drawItem(item));
      if (item.kind === 'frame') draw(item.children, item.key, depth + 1);

      function drawItem(item: Item): SceneNode {
        const box = layout.boxes.get(item.key)!;
        const common = {
          id: item.key,
          position: { x: box.x, y: box.y },
          width: box.width,
          height: box.height,
          measured: { width: box.width, height: box.height },
          handles: portsOf(item, box),
          ...(parent !== undefined && { parentId: parent }),
        };
        const problem = found.map((one) => one.message).join('\n');
        const severity = found.some((one) => one.severity === 'error')
          ? 'error'
          : found.length
            ? 'warning'
            : '';
        if (item.kind === 'layer') {
          const operator = operatorFor(item.node.type);
          const title = layerTitle(item.node);
          return {
            ...common,
            type: 'layer',
            zIndex: Z_NODE,
            ariaLabel: `${title} ${item.node.id}`,
            data: {
              name: item.node.id,
              title,
              caption: captions.get(item.key) ?? '',
              kind: operator?.kind ?? 'shape',
              problem,
              severity,
              ghost: ghosts.has(item.node.id),
              takesInput: (operator?.inputs.max ?? 1) > 0,
              merges: (operator?.inputs.max ?? 1) > 1,
            },
          };
        }
        const title = groupTitle(item.group, item.container);
        if (item.kind === 'fold') {
          const inside = new Set(item.members);
          const own = shortcuts.filter((shortcut) => inside.has(shortcut.addId));
          const muted = own.filter((shortcut) => shortcut.muted).length;
          return {
            ...common,
            type: 'fold',
            zIndex: Z_NODE,
            ariaLabel: `${title}, folded group`,
            data: {
              name: item.group.id,
              title,
              caption: captions.get(item.key) ?? '',
              kind: item.group.kind,
              problem,
              severity,
              shortcuts: own.length - muted,
              muted,
              isBlock: item.group.kind === 'block',
            },
          };
        }
        return {
          ...common,
          type: 'frame',
          zIndex: depth,
          dragHandle: '.frame-head',
          // Its ground lets the mouse through, so that a graph that fills the window can still be panned.
          style: FRAME_STYLE,
          ariaLabel: `${frameTitle(item.group, document)}, unfolded group`,
          data: {
            name: item.group.id,
            title,
            subtitle: frameSubtitle(item.group.id, document, item.members, shortcuts),
            axis: layout.axes.get(item.key) ?? 0,
            problem,
          },
        };
      }
    }
  };
  draw(outline.roots, undefined, 0);

  const fed = new Set(wires.filter((wire) => !wire.shortcut).map((wire) => wire.sourceNode));
  const feeder = new Map(
    document.edges.flatMap((edge) => {
      if (edge.muted || !ghosts.has(edge.target) || ghosts.has(edge.source)) return [];
      const type = document.nodes.find((node) => node.id === edge.target)?.type ?? '';
      return operatorFor(type)?.kind === 'merge' ? [[edge.target, edge.source] as const] : [];
    }),
  );
  const edges = wires.map((wire) =>
    drawWire(wire, { analysis, outline, layout, fed, ghosts, feeder, problems: analysis.problems }),
  );
  return { nodes, edges, outline, layout, shortcuts };
}

/** Layers that muting takes out of the network; one that was never wired, or runs in a loop, is no ghost. */
function leftOut(document: GraphDocument, analysis: GraphAnalysis): Set<string> {
  if (!document.edges.some((edge) => edge.muted)) return new Set();
  const drawn = new Set(effectiveDocument(document).nodes.map((node) => node.id));
  return new Set(
    document.nodes.filter((node) => !drawn.has(node.id) && !analysis.nodes[node.id]).map(({ id }) => id),
  );
}

const PORT = 9;

/** Ports as React Flow wants them told, so that wires can be drawn to nodes that are out of view. */
function portsOf(item: Item, { width, height }: { width: number; height: number }): NodeHandle[] {
  if (item.kind === 'frame') return [];
  const port = { width: PORT, height: PORT };
  const inputs = item.kind === 'fold' ? 1 : (operatorFor(item.node.type)?.inputs.max ?? 1);
  const top: NodeHandle = {
    ...port,
    id: 'in',
    type: 'target',
    position: Position.Top,
    x: (width - PORT) / 2,
    y: -PORT / 2,
  };
  const side: NodeHandle = {
    ...port,
    id: 'side',
    type: 'target',
    position: Position.Right,
    x: width - PORT / 2,
    y: (height - PORT) / 2,
  };
  const out: NodeHandle = {
    ...port,
    id: 'out',
    type: 'source',
    position: Position.Bottom,
    x: (width - PORT) / 2,
    y: height - PORT / 2,
  };
  return [...(inputs > 0 ? [top] : []), ...(inputs > 1 ? [side] : []), out];
}

function problemsByItem(
  problems: readonly Problem[],
  outline: Outline,
  document: GraphDocument,
): Map<string, Problem[]> {
  const byItem = new Map<string, Problem[]>();
  const edges = new Map(document.edges.map((edge) => [edge.id, edge]));
  for (const problem of problems) {
    const node = problem.nodeId ?? (problem.edgeId ? edges.get(problem.edgeId)?.target : undefined);
    const key = node !== undefined ? outline.shownAs.get(node) : problem.groupId && groupKey(problem.groupId);
    if (!key) continue;
    byItem.set(key, [...(byItem.get(key) ?? []), problem]);
  }
  return byItem;
}

/** "Stage 2 · block 1". */
function frameTitle(group: GraphGroup, document: GraphDocument): string {
  const parent = document.groups.find((other) => other.id === group.parent);
  const title = groupTitle(group, group.parent);
  if (!parent) return title;
  return `${groupTitle(parent)} · ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}

function frameSubtitle(
  groupId: string,
  document: GraphDocument,
  members: readonly string[],
  shortcuts: readonly Shortcut[],
): string {
  const group = document.groups.find((other) => other.id === groupId)!;
  const kind = groupCaption(document, group, members);
  if (!group.block) return kind;
  const inside = new Set(members);
  const own = shortcuts.find((shortcut) => inside.has(shortcut.addId));
  if (!own) return `${kind}, no shortcut`;
  return `${kind}, ${own.kind} shortcut${own.muted ? ' muted' : ''}`;
}

function drawWire(
  wire: DrawnWire,
  context: {
    analysis: GraphAnalysis;
    outline: Outline;
    layout: Layout;
    fed: ReadonlySet<string>;
    ghosts: ReadonlySet<string>;
    /** For a node with one live input: what feeds it. */
    feeder: ReadonlyMap<string, string>;
    problems: readonly Problem[];
  },
): SceneEdge {
  const { analysis, outline, layout } = context;
  const muted = wire.muted || (wire.shortcut?.shortcut.muted ?? false);
  const source = analysis.nodes[throughGhosts(wire.sourceNode, context)];
  const shape = source?.outputShape;
  const from = outline.items.get(wire.from)!;
  const members = from.kind === 'layer' ? [from.node.id] : from.members;
  const { params } = totalsOf(members, analysis.nodes);
  const part = wire.shortcut?.part ?? '';
  const route = layout.routes.get(wire.id);
  // A fork leaves where its join's route says.
  const forkRoute = part === 'fork' ? layout.routes.get(wire.shortcut!.shortcut.edgeId) : route;
  const intoSide = part === 'join' || part === 'arc';
  const broken =
    context.problems.some(
      (problem) => problem.edgeId !== undefined && wire.edgeIds.includes(problem.edgeId),
    ) && !wire.muted;
  // A muted projection computes nothing, so there is no shape to tell.
  const shapeWords = shape ? shapeText(shape) : muted ? '' : '?';
  const learned = part === 'fork' || part === 'arc' ? 0 : params;
  const words = shape
    ? `${shapeWords} from ${wire.sourceNode} to ${wire.targetNode}`
    : `Unknown shape from ${wire.sourceNode} to ${wire.targetNode}`;
  return {
    id: wire.id,
    source: wire.from,
    target: wire.to,
    sourceHandle: 'out',
    targetHandle: intoSide ? 'side' : 'in',
    type: 'wire',
    zIndex: Z_WIRE,
    ariaLabel: `${part ? 'Shortcut wire' : 'Wire'}, ${words}${muted ? ', muted' : ''}`,
    data: {
      shape: shapeWords,
      // Beside a projection there is room for the number only.
      weight: learned > 0 ? `${short(learned)}${part === 'carry' ? '' : ' params'}` : '',
      description: `${words}${learned > 0 ? `; ${learned.toLocaleString('en-US')} parameters in ${wire.sourceNode}` : ''}`,
      width: wireWidth(shape?.at(-1) ?? 1),
      muted,
      quiet:
        learned === 0 &&
        part === '' &&
        from.kind === 'layer' &&
        from.node.type !== 'Input' &&
        sameShape(source),
      part,
      laneX: forkRoute?.laneX ?? 0,
      forkY: forkRoute?.forkY ?? 0,
      branches: context.fed.has(wire.sourceNode),
      pill: intoSide ? (muted ? 'muted' : 'shortcut') : '',
      broken,
    },
  };
}

/** An Add that muting has left with one input passes that on: its wire carries what comes in. */
function throughGhosts(
  id: string,
  { ghosts, feeder }: { ghosts: ReadonlySet<string>; feeder: ReadonlyMap<string, string> },
): string {
  const seen = new Set<string>();
  let at = id;
  while (ghosts.has(at) && !seen.has(at)) {
    seen.add(at);
    at = feeder.get(at) ?? at;
  }
  return at;
}

function sameShape(node: GraphAnalysis['nodes'][string] | undefined): boolean {
  const input = node?.inputShapes[0];
  const output = node?.outputShape;
  return (
    !!input && !!output && input.length === output.length && input.every((side, i) => side === output[i])
  );
}

/** Wires grow a little with the channels that they carry: 1.5 px for a picture, 4.1 px for 2,048. */
export function wireWidth(channels: number): number {
  return Math.round((1.5 + Math.min(2.6, Math.max(0, Math.log2(channels / 8) * 0.33))) * 100) / 100;
}

/** Equal for plain data: same keys, identical values. */
export function samePlain(a: object, b: object): boolean {
  const left = Object.entries(a);
  const right = b as Record<string, unknown>;
  return left.length === Object.keys(b).length && left.every(([key, value]) => right[key] === value);
}

/**
 * The next scene's nodes and edges, with the identity (and the selection) of those that did not change, so
 * that React draws only what did.
 */
export function carryOver<T extends SceneNode | SceneEdge>(previous: readonly T[], next: readonly T[]): T[] {
  const before = new Map(previous.map((one) => [one.id, one]));
  return next.map((one) => {
    const old = before.get(one.id);
    if (!old || old.type !== one.type) return one;
    const data = samePlain(old.data as object, one.data as object) ? old.data : one.data;
    const merged = { ...one, data, ...(old.selected !== undefined && { selected: old.selected }) } as T;
    return sameItem(old, merged) ? old : merged;
  });
}

function sameItem(a: SceneNode | SceneEdge, b: SceneNode | SceneEdge): boolean {
  const flat = (item: SceneNode | SceneEdge) => {
    const { position, measured, handles, ...rest } = item as SceneNode;
    return {
      ...rest,
      ports: handles?.length,
      x: position?.x,
      y: position?.y,
      w: measured?.width,
      h: measured?.height,
    };
  };
  return samePlain(flat(a), flat(b));
}
