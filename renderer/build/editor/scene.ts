/** From a graph and its analysis to what React Flow draws. Pure; what did not change keeps its identity. */

import { type NodeHandle, Position } from '@xyflow/react';
import type { GraphAnalysis } from '../../../core/analysis/types';
import type { GraphDocument, GraphGroup } from '../../../core/graph/document';
import { groupTitle } from '../../../core/graph/group-title';
import type { Problem } from '../../../core/graph/problem';
import { t } from '../../../core/messages';
import { effectiveDocument } from '../../../core/network/effective';
import { findShortcuts, type Shortcut } from '../../../core/network/shortcuts';
import { operatorFor } from '../../../core/ops/registry';
import { NODE_SHORT, NODE_TALL } from './geometry';
import { type Layout, layoutGraph } from './layout';
import { buildOutline, groupKey, type Item, type Outline } from './outline';
import type { SceneEdge, SceneNode } from './sceneTypes';
import { drawWire } from './sceneWires';
import { drawnWires } from './wires';
import { groupCaption, layerCaption, layerTitle } from './words';
export interface Scene {
  nodes: SceneNode[];
  edges: SceneEdge[];
  outline: Outline;
  layout: Layout;
  shortcuts: readonly Shortcut[];
}

const FRAME_STYLE = { pointerEvents: 'none' } as const;
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
            ariaLabel: t('build.canvas.foldedGroup', { title }),
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
          ariaLabel: t('build.canvas.unfoldedGroup', { title: frameTitle(item.group, document) }),
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

/** Ports in React Flow's format, so that edges can be drawn to nodes that are out of view. */
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

const FRAMES = {
  plain: 'build.canvas.frame.plain',
  removed: 'build.canvas.frame.removed',
  identity: 'build.canvas.frame.identity',
  projection: 'build.canvas.frame.projection',
  padded: 'build.canvas.frame.padded',
} as const;

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
  const key = !own ? FRAMES.plain : own.muted ? FRAMES.removed : FRAMES[own.kind];
  return t(key, { block: kind });
}
