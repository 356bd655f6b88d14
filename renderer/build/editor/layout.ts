/**
 * Places everything: the main path straight down, as in the paper's figures, branches and projections in columns at its
 * right, unfolded groups as frames whose main path continues the one around them. Deterministic, and linear except for
 * the columns of one container.
 *
 * What a person moved stays. `position` is its top left corner from the container's main axis and the top of its content,
 * with all groups folded; an unfolded group pushes down what is below it.
 */
import type { Position } from '../../../core/graph/document';
import { cornersOf } from './columns';
import { type Contents, contentsOf } from './contents';
import {
  FRAME_BOTTOM,
  FRAME_HEADER,
  FRAME_MIN_WIDTH,
  FRAME_ROOM,
  FRAME_SIDE,
  NODE_TALL,
  NODE_WIDTH,
  PILL_HALF,
  type Size,
} from './geometry';
import { type Growth, type Span, shift, unshift } from './growth';
import { laneArcs } from './lanes';
import type { Item, Outline } from './outline';
import { orderOf } from './paths';
import type { DrawnWire } from './wires';

export interface Box extends Size {
  /** Top left corner, from the frame around it or from the canvas. */
  x: number;
  y: number;
}

/** How a shortcut's wire runs, in canvas coordinates. */
interface Route {
  /** Where it leaves the main path. */
  forkY: number;
  /** The vertical that it runs down. */
  laneX: number;
}

export interface Layout {
  boxes: ReadonlyMap<string, Box>;
  routes: ReadonlyMap<string, Route>;
  /** Distance from each frame's left border to its main path. */
  axes: ReadonlyMap<string, number>;
  /** The `position` to store for a box whose corner, from the frame around it, is `corner`. */
  toStored(key: string, corner: Position): Position;
}

interface Placement {
  /** Corner of each child, from the axis and the top of the content. */
  corners: Map<string, Position>;
  /** Lane of each shortcut, from the axis. */
  lanes: Map<string, { x: number; forkY: number }>;
  /** How far each unfolded group pushes down what is below `y`. */
  growth: readonly Growth[];
  size: Size;
  /** From the frame's corner to the axis and the top of the content. */
  axis: number;
  top: number;
}

export function layoutGraph(
  outline: Outline,
  wires: readonly DrawnWire[],
  heightOf: (key: string) => number,
): Layout {
  const contents = contentsOf(outline, wires);
  const placements = new Map<string | undefined, Placement>();

  const sizeOf = (item: Item): Size & { axis: number } => {
    if (item.kind !== 'frame') return { width: NODE_WIDTH, height: heightOf(item.key), axis: NODE_WIDTH / 2 };
    const inner = place(item.group.id, item.children);
    return { ...inner.size, axis: inner.axis };
  };

  const place = (id: string | undefined, children: readonly Item[]): Placement => {
    const known = placements.get(id);
    if (known) return known;
    const inside = contents.get(id) ?? { children, links: [], shortcuts: [] };
    const sizes = new Map(children.map((child) => [child.key, sizeOf(child)]));
    const made = placeChildren({ ...inside, children }, sizes, id !== undefined);
    placements.set(id, made);
    return made;
  };

  const boxes = new Map<string, Box>();
  const routes = new Map<string, Route>();
  const axes = new Map<string, number>();
  const settle = (id: string | undefined, children: readonly Item[], originX: number, originY: number) => {
    const placement = place(id, children);
    const left = originX + placement.axis;
    const top = originY + placement.top;
    for (const child of children) {
      const corner = placement.corners.get(child.key) ?? { x: 0, y: 0 };
      const size = sizeOf(child);
      boxes.set(child.key, {
        x: corner.x + placement.axis,
        y: corner.y + placement.top,
        width: size.width,
        height: size.height,
      });
      if (child.kind !== 'frame') continue;
      axes.set(child.key, size.axis);
      settle(child.group.id, child.children, left + corner.x, top + corner.y);
    }
    for (const [wire, lane] of placement.lanes)
      routes.set(wire, { laneX: left + lane.x, forkY: top + lane.forkY });
  };
  settle(undefined, outline.roots, 0, 0);

  return {
    boxes,
    routes,
    axes,
    toStored: (key, corner) => {
      const item = outline.items.get(key);
      const placement = placements.get(item?.container);
      if (!item || !placement) return corner;
      const { axis, width } = sizeOf(item);
      const left = corner.x - placement.axis;
      const span = { left, right: left + width };
      const others = placement.growth.filter((group) => group.key !== key);
      return {
        x: Math.round(left + axis - NODE_WIDTH / 2),
        y: Math.round(unshift(corner.y - placement.top, span, others)),
      };
    },
  };
}

function storedOf(item: Item): Position | undefined {
  return item.kind === 'layer' ? item.node.position : item.group.position;
}

/** The columns that an item with this stored `x` takes up. */
function spanOf(x: number, { width, axis }: Size & { axis: number }): Span {
  const left = x + NODE_WIDTH / 2 - axis;
  return { left, right: left + width };
}

function placeChildren(
  { children, links, shortcuts }: Contents,
  sizes: ReadonlyMap<string, Size & { axis: number }>,
  framed: boolean,
): Placement {
  const folded = new Map(
    children.map((child) => [
      child.key,
      child.kind === 'frame'
        ? { width: NODE_WIDTH, height: NODE_TALL, axis: NODE_WIDTH / 2 }
        : sizes.get(child.key)!,
    ]),
  );
  const order = orderOf(
    children.map((child) => child.key),
    links,
  );
  const frames = children.filter((child) => child.kind === 'frame');
  const pinned = children.filter((child) => storedOf(child) !== undefined);

  const corners = cornersOf(children, order, links, shortcuts, sizes);
  let growth: Growth[] = [];
  if (pinned.length > 0 && frames.length > 0) {
    const resting = cornersOf(children, order, links, shortcuts, folded);
    growth = frames.map((frame) => {
      const { x, y } = storedOf(frame) ?? resting.get(frame.key)!;
      const size = sizes.get(frame.key)!;
      return { key: frame.key, y, by: size.height - NODE_TALL, ...spanOf(x, size) };
    });
  }
  for (const child of pinned) {
    const stored = storedOf(child)!;
    const span = spanOf(stored.x, sizes.get(child.key)!);
    corners.set(child.key, { x: span.left, y: shift(stored.y, span, growth) });
  }

  const lanes = laneArcs(children, shortcuts, corners, sizes);

  if (!framed) return { corners, lanes, growth, size: { width: 0, height: 0 }, axis: 0, top: 0 };
  const boxes = children.map(({ key }) => ({ ...corners.get(key)!, ...sizes.get(key)! }));
  const arcs = [...lanes.values()].map((lane) => lane.x + PILL_HALF);
  const minX = Math.min(...boxes.map(({ x }) => x));
  const maxX = Math.max(...boxes.map(({ x, width }) => x + width), ...arcs);
  const minY = Math.min(0, ...boxes.map(({ y }) => y));
  const maxY = Math.max(0, ...boxes.map(({ y, height }) => y + height));
  const width = Math.max(maxX - minX + 2 * FRAME_SIDE, FRAME_MIN_WIDTH);
  return {
    corners,
    lanes,
    growth,
    axis: FRAME_SIDE - minX,
    top: FRAME_HEADER + FRAME_ROOM - minY,
    size: { width, height: FRAME_HEADER + FRAME_ROOM + maxY - minY + FRAME_BOTTOM },
  };
}
