/** Where everything on the canvas is: what is in view, and what is under the pointer. Pure; all lengths are the graph's. */
import type { Point } from '../edges/path';
import { wireShape } from '../edges/shape';
import { FRAME_HEADER } from '../geometry';
import type { Box } from '../layout';
import type { Scene } from '../scene';
import type { SceneEdge, SceneNode } from '../sceneTypes';

export interface Places {
  /** By id of the node, from the origin of the canvas. */
  boxes: ReadonlyMap<string, Box>;
  /** Around everything. */
  bounds: Box;
  /** By id of a frame: its own nodes. */
  children: ReadonlyMap<string, readonly SceneNode[]>;
  /** Points of each edge, by its id. */
  wires: ReadonlyMap<string, readonly Point[]>;
  /** Indices in the scene's nodes or edges, in that order. */
  nodesIn(area: Box): number[];
  edgesIn(area: Box): number[];
}

const TILE = 1024;

export function placesOf({ nodes, edges }: Pick<Scene, 'nodes' | 'edges'>): Places {
  const boxes = new Map<string, Box>();
  const children = new Map<string, SceneNode[]>();
  for (const node of nodes) {
    boxes.set(node.id, absoluteBox(node, boxes));
    if (node.parentId === undefined) continue;
    const siblings = children.get(node.parentId);
    if (siblings) siblings.push(node);
    else children.set(node.parentId, [node]);
  }
  const wires = new Map(edges.map((edge) => [edge.id, wirePoints(edge, boxes)]));
  const nodeTiles = tilesOf(nodes.map(({ id }) => boxes.get(id)!));
  const edgeTiles = tilesOf(edges.map(({ id }) => around(wires.get(id)!)));
  return {
    boxes,
    bounds: unionOf([
      ...boxes.values(),
      ...[...wires.values()].flatMap((points) => (points.length > 0 ? around(points) : [])),
    ]),
    children,
    wires,
    nodesIn: nodeTiles,
    edgesIn: edgeTiles,
  };
}

/** @param boxes with that of the frame around it */
export function absoluteBox(node: SceneNode, boxes: ReadonlyMap<string, Box>): Box {
  const { x: left = 0, y: top = 0 } = boxes.get(node.parentId ?? '') ?? {};
  const { position, width = 0, height = 0 } = node;
  return { x: left + position.x, y: top + position.y, width, height };
}

/** From port to port. */
export function wirePoints(edge: SceneEdge, boxes: ReadonlyMap<string, Box>): readonly Point[] {
  const [from, to] = [boxes.get(edge.source), boxes.get(edge.target)];
  if (!from || !to || !edge.data) return [];
  const side = edge.targetHandle === 'side';
  const source = { x: from.x + from.width / 2, y: from.y + from.height };
  const target = side ? { x: to.x + to.width, y: to.y + to.height / 2 } : { x: to.x + to.width / 2, y: to.y };
  return wireShape({ source, target }, edge.data, side).points;
}

export function unionOf(boxes: readonly Box[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left, height: bottom - top };
}

const around = (points: readonly Point[]): Box =>
  unionOf(points.map(({ x, y }) => ({ x, y, width: 0, height: 0 })));

export const wireBox = ({ wires }: Pick<Places, 'wires'>, id: string): Box => around(wires.get(id) ?? []);

const meet = (a: Box, b: Box): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

/** A search for the boxes that meet an area, in the time of what is there. */
function tilesOf(boxes: readonly Box[]): (area: Box) => number[] {
  const tiles = new Map<string, number[]>();
  const each = ({ x, y, width, height }: Box, visit: (key: string) => void) => {
    for (let column = Math.floor(x / TILE); column <= Math.floor((x + width) / TILE); column++)
      for (let row = Math.floor(y / TILE); row <= Math.floor((y + height) / TILE); row++)
        visit(`${column} ${row}`);
  };
  boxes.forEach((box, index) => {
    each(box, (key) => {
      const tile = tiles.get(key);
      if (tile) tile.push(index);
      else tiles.set(key, [index]);
    });
  });
  const all = unionOf(boxes);
  return (area) => {
    if (!meet(area, all)) return [];
    const left = Math.max(area.x, all.x);
    const top = Math.max(area.y, all.y);
    const right = Math.min(area.x + area.width, all.x + all.width);
    const bottom = Math.min(area.y + area.height, all.y + all.height);
    const found = new Set<number>();
    each({ x: left, y: top, width: right - left, height: bottom - top }, (key) => {
      for (const index of tiles.get(key) ?? []) if (meet(boxes[index]!, area)) found.add(index);
    });
    return [...found].sort((a, b) => a - b);
  };
}

/** What is under the pointer. */
export interface Hit {
  node?: string;
  edge?: string;
}

/**
 * The layer, folded group or closed frame at a point, else the wire or the head of a frame.
 * @param reach how far beside it the point may lie
 * @param closed frames that are drawn as one box; hidden: what is inside those
 */
export function hitAt(
  { nodes, edges }: Pick<Scene, 'nodes' | 'edges'>,
  places: Places,
  at: Point,
  reach: number,
  { closed, hidden }: Closed,
): Hit {
  const area = { x: at.x - reach, y: at.y - reach, width: 2 * reach, height: 2 * reach };
  let best: { id: string; away: number } | undefined;
  let head: string | undefined;
  for (const index of places.nodesIn(area)) {
    const { id, type } = nodes[index]!;
    if (hidden.has(id)) continue;
    const box = places.boxes.get(id)!;
    if (type === 'frame' && !closed.has(id)) {
      if (distance({ ...box, height: FRAME_HEADER }, at) === 0) head = id;
      continue;
    }
    const away = distance(box, at);
    if (away <= reach && (!best || away < best.away)) best = { id, away };
  }
  if (best?.away === 0) return { node: best.id };
  let wire: { id: string; away: number } | undefined;
  for (const index of places.edgesIn(area)) {
    const { id, source, target } = edges[index]!;
    if (hidden.has(source) && hidden.get(source) === hidden.get(target)) continue;
    const away = distanceToLine(places.wires.get(id)!, at);
    if (away <= reach && (!wire || away < wire.away)) wire = { id, away };
  }
  if (wire && wire.away < (best?.away ?? Infinity)) return { edge: wire.id };
  const node = best?.id ?? head;
  return node === undefined ? {} : { node };
}

function distance({ x, y, width, height }: Box, at: Point): number {
  return Math.hypot(Math.max(x - at.x, 0, at.x - x - width), Math.max(y - at.y, 0, at.y - y - height));
}

function distanceToLine(points: readonly Point[], at: Point): number {
  let least = Infinity;
  for (const [index, end] of points.entries()) {
    const start = points[index - 1];
    if (!start) continue;
    const [dx, dy] = [end.x - start.x, end.y - start.y];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : ((at.x - start.x) * dx + (at.y - start.y) * dy) / length;
    const share = Math.min(1, Math.max(0, along));
    least = Math.min(least, Math.hypot(start.x + share * dx - at.x, start.y + share * dy - at.y));
  }
  return least;
}

/** Frames that are drawn as one box, since what is inside would be too small. */
export interface Closed {
  /** The outermost ones. */
  closed: ReadonlySet<string>;
  /** What is inside of them, with the frame that is drawn in its place. */
  hidden: ReadonlyMap<string, string>;
}

export const NONE_CLOSED: Closed = { closed: new Set(), hidden: new Map() };
