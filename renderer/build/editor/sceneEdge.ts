import { costsOf } from '../../../core/analysis/costs';
import type { GraphAnalysis } from '../../../core/analysis/types';
import { formatCompact } from '../../../core/format/number';
import { formatShape } from '../../../core/format/shape';
import type { DiffMark } from '../../../core/graph/diff-marks';
import type { Problem } from '../../../core/graph/problem';
import { t } from '../../../core/messages';
import type { Layout } from './layout';
import type { Outline } from './outline';
import { BY_ARROWS, type SceneEdge } from './sceneTypes';
import type { DrawnWire } from './wires';

/** Above frames, below nodes. */
const Z_WIRE = 10;

/** One wire as React Flow draws it. */
export function drawWire(
  wire: DrawnWire,
  context: {
    analysis: GraphAnalysis;
    outline: Outline;
    layout: Layout;
    fed: ReadonlySet<string>;
    ghosts: ReadonlySet<string>;
    /** For a node with one live input: its source. */
    feeder: ReadonlyMap<string, string>;
    problems: readonly Problem[];
    mark: DiffMark | '';
  },
): SceneEdge {
  const { analysis, outline, layout } = context;
  const muted = wire.muted || (wire.shortcut?.shortcut.muted ?? false);
  const source = analysis.nodes[throughGhosts(wire.sourceNode, context)];
  const shape = source?.outputShape;
  const from = outline.items.get(wire.from)!;
  const members = from.kind === 'layer' ? [from.node.id] : from.members;
  const { params } = costsOf(members, analysis.nodes);
  const part = wire.shortcut?.part ?? '';
  const route = layout.routes.get(wire.id);
  // A fork leaves where its join's route begins.
  const forkRoute = part === 'fork' ? layout.routes.get(wire.shortcut!.shortcut.edgeId) : route;
  const intoSide = part === 'join' || part === 'arc';
  const broken =
    context.problems.some(
      (problem) => problem.edgeId !== undefined && wire.edgeIds.includes(problem.edgeId),
    ) && !wire.muted;
  const shapeWords = shape ? formatShape(shape) : muted ? '' : '?';
  const learned = part === 'fork' || part === 'arc' ? 0 : params;
  const what = t('build.canvas.edgeEnds', {
    shape: shape ? shapeWords : t('build.canvas.unknownShape'),
    from: wire.sourceNode,
    to: wire.targetNode,
  });
  return {
    id: wire.id,
    source: wire.from,
    target: wire.to,
    sourceHandle: 'out',
    targetHandle: intoSide ? 'side' : 'in',
    type: 'wire',
    zIndex: Z_WIRE,
    domAttributes: BY_ARROWS,
    ariaLabel: context.mark
      ? t('diff.view.marked', { item: edgeLabel(part !== '', muted, what), kind: context.mark })
      : edgeLabel(part !== '', muted, what),
    data: {
      shape: shapeWords,
      weight: weightText(learned, part === 'carry'),
      description:
        learned > 0 ? t('build.canvas.edgeParams', { what, count: learned, layer: wire.sourceNode }) : what,
      width: wireWidth(shape?.at(-1) ?? 1),
      wide: wideWidth(shape?.at(-1) ?? 1),
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
      ...layout.turns.get(wire.id),
      branches: context.fed.has(wire.sourceNode),
      pill: intoSide ? t(muted ? 'build.canvas.removedPill' : 'build.canvas.shortcutPill') : '',
      broken,
      mark: context.mark,
    },
  };
}

/** The node whose output it really carries: an Add with one input left passes it on. */
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

/** Grows a little with the channels: 1.5 px for an image, 4.1 px for 2,048. */
export function wireWidth(channels: number): number {
  return Math.round((1.5 + Math.min(2.6, Math.max(0, Math.log2(channels / 8) * 0.33))) * 100) / 100;
}

/** Where the width stands for the channels: 2.6 px for an RGB image, 12 px for 2,048. */
export const wideWidth = (channels: number): number => Math.round((1 + Math.log2(channels)) * 10) / 10;

function edgeLabel(shortcut: boolean, removed: boolean, what: string): string {
  if (shortcut)
    return t(removed ? 'build.canvas.shortcutEdgeRemoved' : 'build.canvas.shortcutEdge', { what });
  return t(removed ? 'build.canvas.edgeRemoved' : 'build.canvas.edge', { what });
}

function weightText(learned: number, short: boolean): string {
  if (learned === 0) return '';
  const count = formatCompact(learned);
  return short ? count : t('build.canvas.params', { count });
}
