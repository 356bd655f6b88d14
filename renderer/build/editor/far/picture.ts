/** The graph as few paths that a canvas draws quickly, by what they look like. */
import type { Tokens } from '../../../ui/theme/tokens';
import type { Point } from '../edges/path';
import { roundedPath } from '../edges/path';
import type { Box } from '../layout';
import type { SceneEdge, SceneNode } from '../sceneTypes';
import type { Closed } from './places';

/** Drawn at once. Lengths are the graph's, except for `thinnest`: pixels. */
interface Batch {
  path: Path2D;
  fill?: string;
  stroke?: string;
  width?: number;
  thinnest?: number;
  dash?: readonly number[];
}

/** In the order in which they are drawn. */
export type Picture = readonly Batch[];

export interface Parts {
  nodes: readonly SceneNode[];
  edges: readonly SceneEdge[];
  boxOf(id: string): Box;
  wireOf(edge: SceneEdge): readonly Point[];
  closed: Closed;
  tokens: Tokens;
  /** Colors of measured blocks, by id of node or group. */
  measured: Readonly<Record<string, { color: string }>>;
  /** Whether wires are as wide as their channels say. */
  widths: boolean;
  /** What is drawn; everything if absent. */
  only?: (id: string) => boolean;
}

const DIFF = { added: 'good', removed: 'bad', changed: 'warning', renamed: 'accent' } as const;
const CORNER = 9;

const mix = (color: string, percent: number, ground: string) =>
  `color-mix(in oklab, ${color} ${percent}%, ${ground})`;

/** Batches by their look, in the order in which the looks came up. */
class Batches {
  private readonly made = new Map<string, Batch>();

  at(look: Omit<Batch, 'path'>): Path2D {
    const key = `${look.fill} ${look.stroke} ${look.width} ${look.dash}`;
    const known = this.made.get(key);
    if (known) return known.path;
    const batch = { ...look, path: new Path2D() };
    this.made.set(key, batch);
    return batch.path;
  }

  all(): Batch[] {
    return [...this.made.values()];
  }
}

export function pictureOf(parts: Parts): Picture {
  const { nodes, edges, boxOf, closed, tokens, only = () => true } = parts;
  const frames = new Batches();
  const boxes = new Batches();
  const chosen = new Batches();
  for (const node of nodes) {
    if (closed.hidden.has(node.id) || !only(node.id)) continue;
    const box = boxOf(node.id);
    const isOpen = node.type === 'frame' && !closed.closed.has(node.id);
    outline((isOpen ? frames : boxes).at(lookOf(node, isOpen, parts)), box, isOpen ? 12 : CORNER);
    if (node.selected) outline(chosen.at({ stroke: tokens.accent, width: 3, thinnest: 2 }), box, CORNER);
  }
  const wires = new Batches();
  const inside = new Batches();
  const chosenWires = new Batches();
  const parents = new Map(nodes.map(({ id, parentId }) => [id, parentId]));
  for (const edge of edges) {
    const around = closed.hidden.get(edge.target);
    // All that is drawn inside a closed block is its shortcut.
    const isInside = around !== undefined && parents.get(edge.target) === around && !!edge.data?.part;
    if (!isInside && around !== undefined && closed.hidden.get(edge.source) === around) continue;
    if (!only(edge.id)) continue;
    const path = new Path2D(roundedPath(parts.wireOf(edge)));
    (isInside ? inside : wires).at(wireLook(edge, parts)).addPath(path);
    if (edge.selected) chosenWires.at({ stroke: tokens.accent, width: 4, thinnest: 2 }).addPath(path);
  }
  return [frames, wires, boxes, inside, chosenWires, chosen].flatMap((batches) => batches.all());
}

function outline(path: Path2D, { x, y, width, height }: Box, radius: number) {
  path.roundRect(x, y, width, height, radius);
}

function lookOf(node: SceneNode, isOpen: boolean, { tokens, measured }: Parts): Omit<Batch, 'path'> {
  const { mark } = node.data;
  const color = measured[node.data.name]?.color ?? (mark ? tokens[DIFF[mark]] : undefined);
  if (isOpen) {
    const fill = color ? mix(color, 18, tokens.frame) : tokens.frame;
    return { fill, stroke: color ?? tokens.line, width: 1, thinnest: 1 };
  }
  const own = node.type === 'layer' ? tokens.kind[node.data.kind] : tokens.kind.convolution;
  if (node.type === 'layer' && node.data.ghost)
    return { fill: tokens.canvas, stroke: tokens.lineStrong, width: 1, thinnest: 1, dash: [4, 4] };
  const severity = node.type === 'frame' ? '' : node.data.severity;
  const stroke = severity === 'error' ? tokens.bad : severity === 'warning' ? tokens.warning : undefined;
  const share = node.type === 'layer' ? 42 : 26;
  return {
    fill: mix(color ?? own, color ? 48 : share, tokens.node),
    stroke: stroke ?? mix(color ?? own, 70, tokens.node),
    width: stroke ? 3 : 1,
    thinnest: stroke ? 2 : 0.75,
  };
}

function wireLook({ data }: SceneEdge, { tokens, widths }: Parts): Omit<Batch, 'path'> {
  const { mark = '', part = '', muted = false, broken = false, width = 1, wide = 1 } = data ?? {};
  const color = broken
    ? tokens.bad
    : mark
      ? tokens[DIFF[mark]]
      : part && !muted
        ? tokens.shortcut
        : tokens.wire;
  return {
    stroke: color,
    width: widths ? wide : part ? 4 : width,
    thinnest: widths ? wide / 4 : part ? 1.25 : 0.75,
    ...(muted && { dash: [8, 8] }),
  };
}

/** @param opacity of each picture. @param ratio pixels of the screen for each of the page */
export function paint(
  context: CanvasRenderingContext2D,
  pictures: readonly { picture: Picture; opacity: number }[],
  { x, y, zoom }: { x: number; y: number; zoom: number },
  ratio: number,
) {
  const { width, height } = context.canvas;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio);
  const batches = pictures.flatMap(({ picture, opacity }) => picture.map((batch) => ({ ...batch, opacity })));
  for (const { path, fill, stroke, width: wide = 1, thinnest = 1, dash = [], opacity } of batches) {
    context.globalAlpha = opacity;
    if (fill) {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (!stroke) continue;
    context.strokeStyle = stroke;
    context.lineWidth = Math.max(wide, thinnest / zoom);
    context.setLineDash(dash.map((length) => Math.max(length, 3 / zoom)));
    context.stroke(path);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.setLineDash([]);
  context.globalAlpha = 1;
}
