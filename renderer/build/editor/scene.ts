/** Turns a graph and its analysis into React Flow's nodes and edges. Pure. */

import { type NodeHandle, Position } from '@xyflow/react';
import { costsOf } from '../../../core/analysis/costs';
import type { GraphAnalysis } from '../../../core/analysis/types';
import type { JointGraph } from '../../../core/edit/joint-graph';
import { formatBytes } from '../../../core/format/bytes';
import { formatCompact } from '../../../core/format/number';
import { formatShape } from '../../../core/format/shape';
import { DIFF_SIGNS, type DiffMark, type DiffMarks } from '../../../core/graph/diff-marks';
import type { GraphDocument, GraphGroup, GraphNode } from '../../../core/graph/document';
import { groupTitle } from '../../../core/graph/group-title';
import { isUnfinished, type Problem } from '../../../core/graph/problem';
import { t, textOf } from '../../../core/messages';
import { effectiveDocument } from '../../../core/network/effective';
import { findShortcuts, type Shortcut } from '../../../core/network/shortcuts';
import { hasWeights } from '../../../core/network/tuning';
import { operatorFor } from '../../../core/ops/registry';
import { groupCaption, layerCaption, layerTitle } from './captions';
import { NODE_SHORT, NODE_TALL, type Size } from './geometry';
import { type Layout, layoutGraph } from './layout';
import { buildOutline, groupKey, type Item, type Outline } from './outline';
import { drawWire } from './sceneEdge';
import { BY_ARROWS, type Frozen, type SceneEdge, type SceneNode, SEVERITIES } from './sceneTypes';
import { type DrawnWire, drawnWires } from './wires';

export interface Scene {
  nodes: SceneNode[];
  edges: SceneEdge[];
  outline: Outline;
  layout: Layout;
  shortcuts: readonly Shortcut[];
}

const FRAME_STYLE = { pointerEvents: 'none' } as const;
const Z_NODE = 20;

/** @param joint the graph has the parts of another, which cannot be edited */
export function buildScene(
  document: GraphDocument,
  analysis: GraphAnalysis,
  joint?: Pick<JointGraph, 'marks' | 'gone' | 'goneEdges'>,
): Scene {
  const outline = buildOutline(document);
  const shortcuts = findShortcuts(document);
  const wires = drawnWires(document, outline, shortcuts);
  const captions = new Map<string, string>();
  for (const item of outline.items.values()) {
    if (item.kind === 'layer') captions.set(item.key, layerCaption(item.node));
    if (item.kind === 'fold') captions.set(item.key, groupCaption(document, item.group, item.members));
  }
  const layout = layoutGraph(
    outline,
    wires,
    (key) => (captions.get(key) ? NODE_TALL : NODE_SHORT),
    document.arrangement,
  );
  const gone = joint?.gone ?? NONE;
  const ghosts = new Set([...leftOut(document, analysis), ...gone]);
  const markOf = (id: string): DiffMark | '' => joint?.marks.items[id] ?? '';
  const problems = problemsByItem(analysis.problems, outline, document);
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const nodeOf = (id: string) => byId.get(id) ?? [];
  /** The layer whose output leaves an item. */
  const outputs = new Map(wires.map(({ from, sourceNode }) => [from, sourceNode]));

  const drawItem = (item: Item, depth: number): SceneNode => {
    const { x, y, width, height } = layout.boxes.get(item.key)!;
    const found = problems.get(item.key) ?? [];
    const common = {
      id: item.key,
      position: { x, y },
      width,
      height,
      measured: { width, height },
      handles: portsOf(item, { width, height }),
      domAttributes: BY_ARROWS,
      ...(item.container !== undefined && { parentId: groupKey(item.container) }),
      ...((item.kind === 'layer' ? [item.node.id] : item.members).every((id) => gone.has(id)) && FIXED),
    };
    const problem = found.map((one) => one.message).join('\n');
    const severity = SEVERITIES.find((each) =>
      found.some((one) => (isUnfinished(one) ? 'unfinished' : one.severity) === each),
    );
    const frozen = frozenOf(item.kind === 'layer' ? [item.node] : item.members.flatMap(nodeOf));
    const mark = markOf(item.kind === 'layer' ? item.node.id : item.group.id);
    const output = item.kind === 'layer' ? item.node.id : outputs.get(item.key);
    const shape = output === undefined ? undefined : analysis.nodes[output]?.outputShape;
    /** "Conv2D stage1.conv, 32×32×16, Error: …". Joined here: with hundreds of nodes, formatted messages take long. */
    const labeled = (label: string) =>
      [
        mark ? t('diff.view.marked', { item: label, kind: mark }) : label,
        shape && formatShape(shape),
        severity && found[0] && t('build.canvas.badge', { severity, text: textOf(found[0].said) }),
      ]
        .filter(Boolean)
        .join(', ');
    const shared = {
      caption: captions.get(item.key) ?? '',
      problem,
      severity: severity ?? '',
      frozen,
      mark,
      field: fieldText(analysis, item.kind === 'layer' ? [item.node.id] : item.members),
    } as const;
    if (item.kind === 'layer') {
      const operator = operatorFor(item.node.type);
      const title = layerTitle(item.node);
      return {
        ...common,
        type: 'layer',
        zIndex: Z_NODE,
        ariaLabel: labeled(`${title} ${item.node.id}`),
        data: {
          ...shared,
          name: item.node.id,
          title,
          kind: operator?.kind ?? 'shape',
          ghost: ghosts.has(item.node.id),
          takesInput: (operator?.inputs.max ?? 1) > 0,
          merges: (operator?.inputs.max ?? 1) > 1,
        },
      };
    }
    const { group, members } = item;
    const title = groupTitle(group, item.container);
    const inside = new Set(members);
    const own = shortcuts.filter((shortcut) => inside.has(shortcut.addId));
    if (item.kind === 'fold') {
      const muted = own.filter((shortcut) => shortcut.muted).length;
      return {
        ...common,
        type: 'fold',
        zIndex: Z_NODE,
        ariaLabel: labeled(t('build.canvas.foldedGroup', { title })),
        data: {
          ...shared,
          name: group.id,
          title,
          kind: group.kind,
          shortcuts: own.length - muted,
          muted,
          isBlock: group.kind === 'block',
          costs: costsText(analysis, members),
          changes: changesIn(members.map(markOf)),
        },
      };
    }
    return {
      ...common,
      type: 'frame',
      zIndex: depth,
      dragHandle: '.frame-head',
      // The frame lets mouse events through, so that a graph that fills the window can still be panned.
      style: FRAME_STYLE,
      ariaLabel: labeled(t('build.canvas.unfoldedGroup', { title: frameTitle(group, document) })),
      data: {
        name: group.id,
        title,
        subtitle: frameSubtitle(document, group, members, own[0]),
        costs: costsText(analysis, members),
        axis: layout.axes.get(item.key) ?? 0,
        problem,
        frozen,
        mark,
      },
    };
  };
  const draw = (items: readonly Item[], depth: number): SceneNode[] =>
    items.flatMap((item) => [
      drawItem(item, depth),
      ...(item.kind === 'frame' ? draw(item.children, depth + 1) : []),
    ]);
  const nodes = draw(outline.roots, 0);

  const fed = new Set(wires.filter((wire) => !wire.shortcut).map((wire) => wire.sourceNode));
  const feeder = new Map(
    document.edges.flatMap((edge) => {
      if (edge.muted || !ghosts.has(edge.target)) return [];
      const { type = '', bypassed = false } = byId.get(edge.target) ?? {};
      const merges = operatorFor(type)?.kind === 'merge' && !ghosts.has(edge.source);
      return merges || bypassed ? [[edge.target, edge.source] as const] : [];
    }),
  );
  const edges = wires.map((wire) => ({
    ...drawWire(wire, {
      ...{ analysis, outline, layout, fed, ghosts, feeder, problems: analysis.problems },
      mark: wireMark(wire, joint?.marks.edges),
    }),
    ...(wire.edgeIds.every((id) => joint?.goneEdges.has(id)) && { selectable: false }),
  }));
  return { nodes, edges, outline, layout, shortcuts };
}

/** The widest of the layers; empty where no output is an image. */
function fieldText({ nodes }: GraphAnalysis, ids: readonly string[]): string {
  const widest = ids.reduce((most, id) => Math.max(most, nodes[id]?.receptiveField ?? 0), 0);
  return widest > 0 ? t('build.facts.pixels', { count: widest }) : '';
}

function costsText({ nodes }: GraphAnalysis, ids: readonly string[]): string {
  const { params, macs, activations } = costsOf(ids, nodes);
  return [formatCompact(params), formatCompact(macs), formatBytes(activations)].join(' · ');
}

const NONE: ReadonlySet<string> = new Set();

/** Parts of the other graph. */
const FIXED = { selectable: false, draggable: false, connectable: false } as const;

/** Only where all edges of a wire have it. */
function wireMark({ edgeIds }: DrawnWire, marks: DiffMarks['edges'] = {}): DiffMark | '' {
  const [mark, ...others] = new Set(edgeIds.map((id) => marks[id]));
  return others.length === 0 && mark ? mark : '';
}

function changesIn(marks: readonly (DiffMark | '')[]): string {
  const count = (mark: DiffMark) => marks.filter((one) => one === mark).length;
  return (['added', 'removed', 'changed'] as const)
    .flatMap((mark) => (count(mark) > 0 ? `${DIFF_SIGNS[mark]}${count(mark)}` : []))
    .join(' ');
}

function frozenOf(nodes: readonly GraphNode[]): Frozen {
  const weighted = nodes.filter(hasWeights);
  const frozen = weighted.filter(({ trainable }) => trainable === false).length;
  if (frozen === 0) return '';
  return frozen === weighted.length ? 'all' : 'some';
}

/**
 * Layers that drop out of the network with a removed shortcut. Unconnected layers, or those in a loop, are not ghosts.
 */
function leftOut(document: GraphDocument, analysis: GraphAnalysis): Set<string> {
  if (!document.edges.some((edge) => edge.muted) && !document.nodes.some((node) => node.bypassed))
    return new Set();
  const drawn = new Set(effectiveDocument(document).nodes.map((node) => node.id));
  return new Set(
    document.nodes.filter((node) => !drawn.has(node.id) && !analysis.nodes[node.id]).map(({ id }) => id),
  );
}

const PORT = 9;

/** Ports in React Flow's format, so that edges can be drawn to nodes that are out of view. */
function portsOf(item: Item, { width, height }: Size): NodeHandle[] {
  if (item.kind === 'frame') return [];
  const inputs = item.kind === 'fold' ? 1 : (operatorFor(item.node.type)?.inputs.max ?? 1);
  const port = (
    id: string,
    type: 'source' | 'target',
    position: Position,
    x: number,
    y: number,
  ): NodeHandle => ({ id, type, position, x: x - PORT / 2, y: y - PORT / 2, width: PORT, height: PORT });
  return [
    ...(inputs > 0 ? [port('in', 'target', Position.Top, width / 2, 0)] : []),
    ...(inputs > 1 ? [port('side', 'target', Position.Right, width, height / 2)] : []),
    port('out', 'source', Position.Bottom, width / 2, height),
  ];
}

function problemsByItem(
  problems: readonly Problem[],
  outline: Outline,
  document: GraphDocument,
): Map<string, Problem[]> {
  const targets = new Map(document.edges.map((edge) => [edge.id, edge.target]));
  const byItem = new Map<string, Problem[]>();
  for (const problem of problems) {
    const node = problem.nodeId ?? targets.get(problem.edgeId ?? '');
    const key = node !== undefined ? outline.shownAs.get(node) : problem.groupId && groupKey(problem.groupId);
    if (key) byItem.set(key, [...(byItem.get(key) ?? []), problem]);
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

const FRAMES = {
  identity: 'build.canvas.frame.identity',
  projection: 'build.canvas.frame.projection',
  padded: 'build.canvas.frame.padded',
} as const;

function frameSubtitle(
  document: GraphDocument,
  group: GraphGroup,
  members: readonly string[],
  shortcut: Shortcut | undefined,
): string {
  const block = groupCaption(document, group, members);
  if (!group.block) return block;
  if (!shortcut) return t('build.canvas.frame.plain', { block });
  return t(shortcut.muted ? 'build.canvas.frame.removed' : FRAMES[shortcut.kind], { block });
}
