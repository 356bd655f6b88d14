/**
 * Places everything: the main path straight down, as in the paper's figures, branches and projections in columns at its
 * right, unfolded groups as frames whose main path continues the one around them. Deterministic, and linear except for
 * the columns of one container.
 *
 * What a person moved stays. `position` is its top left corner from the container's main axis and the top of its content,
 * with all groups folded; an unfolded group pushes down what is below it.
 */
import type { Arrangement, Position } from '../../../core/graph/document';
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
import { type CutContents, cutsOf, type Flow, type Turn, wrap } from './wrap';

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
  /** By wire, where the next part is beside the one that it leaves, in canvas coordinates. */
  turns: ReadonlyMap<string, Turn>;
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
  /** By the child that the wires leave, from the axis. */
  turns: ReadonlyMap<string, Turn>;
  size: Size;
  /** From the frame's corner to the axis and the top of the content. */
  axis: number;
  top: number;
}

export function layoutGraph(
  outline: Outline,
  wires: readonly DrawnWire[],
  heightOf: (key: string) => number,
  arrangement?: Arrangement,
): Layout {
  const contents = contentsOf(outline, wires);
  const insideOf = (id: string | undefined, children: readonly Item[]): Contents => ({
    ...(contents.get(id) ?? { links: [], shortcuts: [] }),
    children,
  });
  const straight = new Map<string | undefined, Placement>();

  const straightSize = (item: Item): Size & { axis: number } => {
    if (item.kind !== 'frame') return { width: NODE_WIDTH, height: heightOf(item.key), axis: NODE_WIDTH / 2 };
    const inner = placeStraight(item.group.id, item.children);
    return { ...inner.size, axis: inner.axis };
  };

  const placeStraight = (id: string | undefined, children: readonly Item[]): Placement => {
    const known = straight.get(id);
    if (known) return known;
    const sizes = new Map(children.map((child) => [child.key, straightSize(child)]));
    const made = placeChildren(insideOf(id, children), sizes, id !== undefined);
    straight.set(id, made);
    return made;
  };

  const cuts = new Map<string | undefined, CutContents>();
  const cutContents = (id: string | undefined, children: readonly Item[]): CutContents => {
    const known = cuts.get(id);
    if (known) return known;
    const inside = insideOf(id, children);
    const order = orderOf(
      children.map(({ key }) => key),
      inside.links,
    );
    const sizes = new Map(children.map((child) => [child.key, straightSize(child)]));
    const made = {
      ...{ ...inside, order, sizes, cuts: cutsOf(order, inside.links) },
      corners: cornersOf(children, order, inside.links, inside.shortcuts, sizes),
      parts: new Map(),
    };
    cuts.set(id, made);
    return made;
  };

  /** What the limits wrap, by container; the others stay straight. */
  const placeWrapped = (flow: Flow): Map<string | undefined, Placement> => {
    const wrapped = new Map<string | undefined, Placement>();
    const place = (id: string | undefined, children: readonly Item[]) => {
      if (placeStraight(id, children).size.height <= flow.height) return;
      const inside = cutContents(id, children);
      const sizes = new Map(inside.sizes);
      const at = new Map(inside.order.map((key, index) => [key, index]));
      for (const child of children) {
        const index = at.get(child.key)!;
        const isAlone =
          (index === 0 || inside.cuts[index - 1]) && (index === children.length - 1 || inside.cuts[index]);
        if (child.kind !== 'frame' || !isAlone) continue;
        place(child.group.id, child.children);
        const made = wrapped.get(child.group.id);
        if (made) sizes.set(child.key, { ...made.size, axis: made.axis });
      }
      const isTaller = inside.order.some((key) => sizes.get(key) !== inside.sizes.get(key));
      const corners = () => cornersOf(children, inside.order, inside.links, inside.shortcuts, sizes);
      const sized = isTaller ? { ...inside, sizes, corners: corners(), parts: new Map() } : inside;
      wrapped.set(id, wrapChildren(sized, flow, id !== undefined));
    };
    place(undefined, outline.roots);
    return wrapped;
  };

  const whole = placeStraight(undefined, outline.roots);
  const wrapped = arrangement && roomiest(flowsOf(arrangement, whole.size.height), placeWrapped);
  const placementOf = (id: string | undefined): Placement | undefined => wrapped?.get(id) ?? straight.get(id);
  const sizeOf = (item: Item): Size & { axis: number } => {
    const made = item.kind === 'frame' && wrapped?.get(item.group.id);
    return made ? { ...made.size, axis: made.axis } : straightSize(item);
  };

  const boxes = new Map<string, Box>();
  const routes = new Map<string, Route>();
  const turns = new Map<string, Turn>();
  const axes = new Map<string, number>();
  const settle = (id: string | undefined, children: readonly Item[], originX: number, originY: number) => {
    const placement = placementOf(id)!;
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
    if (placement.turns.size === 0) return;
    for (const { from, wire } of insideOf(id, children).links) {
      const turn = placement.turns.get(from);
      if (turn) turns.set(wire, turnAt(turn, left, top));
    }
  };
  settle(undefined, outline.roots, 0, 0);

  return {
    ...{ boxes, routes, turns, axes },
    toStored: (key, corner) => {
      const item = outline.items.get(key);
      const placement = placementOf(item?.container);
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

const turnAt = ({ downY, gutterX, upY, enterX }: Turn, left: number, top: number): Turn => ({
  downY: downY + top,
  ...(gutterX !== undefined && { gutterX: gutterX + left }),
  upY: upY + top,
  enterX: enterX + left,
});

/** Limits to try: columns of the same height, or rows of the same width. */
function flowsOf(arrangement: Arrangement, height: number): Flow[] {
  if (arrangement === 'snake')
    return Array.from({ length: 14 }, (_, step) => ({
      height: Math.min(SNAKE_PART, Math.max(COLUMN_LEAST, height / 2)),
      width: SNAKE_LEAST * 1.3 ** step,
    }));
  return [2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 40].map((columns) => ({
    height: Math.max(COLUMN_LEAST, height / columns),
    width: Number.POSITIVE_INFINITY,
  }));
}

const COLUMN_LEAST = 360;
const SNAKE_PART = 760;
const SNAKE_LEAST = 700;

/** The room that a graph gets in a usual window. */
const PAGE = { width: 960, height: 720 };

/** Limits further on only make the graph smaller. */
const PAST_BEST = 0.8;

/** What can be seen as a whole at the largest size; undefined if nothing can be wrapped. */
function roomiest(
  flows: readonly Flow[],
  place: (flow: Flow) => Map<string | undefined, Placement>,
): Map<string | undefined, Placement> | undefined {
  let best: { zoom: number; made: Map<string | undefined, Placement> } | undefined;
  for (const flow of flows) {
    const made = place(flow);
    const root = made.get(undefined);
    if (!root) continue;
    const zoom = Math.min(1, PAGE.width / root.size.width, PAGE.height / root.size.height);
    if (zoom > (best?.zoom ?? 0)) best = { zoom, made };
    else if (best && zoom < PAST_BEST * best.zoom) break;
  }
  return best?.made;
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
  return framedPlacement({ corners, lanes, growth, turns: new Map() }, sizes, framed);
}

/** Cut into parts that are beside each other. What a person placed is where it was put. */
function wrapChildren(contents: CutContents, flow: Flow, framed: boolean): Placement {
  const { children, order, sizes } = contents;
  const { corners, lanes, turns, above, below } = wrap(contents, flow);
  for (const child of children) {
    const stored = storedOf(child);
    if (!stored) continue;
    corners.set(child.key, { x: spanOf(stored.x, sizes.get(child.key)!).left, y: stored.y });
    turns.delete(child.key);
    turns.delete(order[order.indexOf(child.key) - 1] ?? '');
  }
  return framedPlacement({ corners, lanes, growth: [], turns }, sizes, framed, { above, below });
}

/** With the frame around it. */
function framedPlacement(
  placed: Pick<Placement, 'corners' | 'lanes' | 'growth' | 'turns'>,
  sizes: ReadonlyMap<string, Size & { axis: number }>,
  framed: boolean,
  { above, below } = { above: 0, below: 0 },
): Placement {
  const boxes = [...placed.corners].map(([key, corner]) => ({ ...corner, ...sizes.get(key)! }));
  const arcs = [...placed.lanes.values()].map((lane) => lane.x + PILL_HALF);
  const minX = Math.min(...boxes.map(({ x }) => x));
  const maxX = Math.max(...boxes.map(({ x, width }) => x + width), ...arcs);
  const minY = Math.min(0, ...boxes.map(({ y }) => y)) - above;
  const maxY = Math.max(0, ...boxes.map(({ y, height }) => y + height)) + below;
  const inner = { width: maxX - minX, height: maxY - minY };
  if (!framed) return { ...placed, size: inner, axis: 0, top: 0 };
  return {
    ...placed,
    axis: FRAME_SIDE - minX,
    top: FRAME_HEADER + FRAME_ROOM - minY,
    size: {
      width: Math.max(inner.width + 2 * FRAME_SIDE, FRAME_MIN_WIDTH),
      height: FRAME_HEADER + FRAME_ROOM + inner.height + FRAME_BOTTOM,
    },
  };
}
