/**
 * Columns and snakes: a container is cut into parts where a single value leads on. Each part is laid out as usual, straight down;
 * then they are placed side by side, and in a snake in rows that run to and fro. Pure.
 */
import type { Position } from '../../../core/graph/document';
import { cornersOf } from './columns';
import type { Contents } from './contents';
import {
  GROUP_GAP,
  GUTTER,
  PILL_HALF,
  ROW_GAP,
  type Size,
  TURN_DROP,
  TURN_RISE,
  TURN_ROW,
  WRAPPED_HEAD,
} from './geometry';
import { laneArcs } from './lanes';

/** How a wire leads from one part to the next. */
export interface Turn {
  /** It runs sideways here, below what it leaves. */
  downY: number;
  /** It runs up here, between the parts; absent if the next part is below. */
  gutterX?: number;
  /** It runs sideways here, above the next part. */
  upY: number;
  /** From here on, it runs straight down. */
  enterX: number;
}

/** Limits, in pixels, that parts and rows keep unless a single item is larger. */
export interface Flow {
  height: number;
  width: number;
}

type Sizes = ReadonlyMap<string, Size & { axis: number }>;

/** Behind which items of `order` a single value leads on, that of the item itself. */
export function cutsOf(order: readonly string[], links: Contents['links']): boolean[] {
  const at = new Map(order.map((key, index) => [key, index]));
  const values = new Map<string, { from: number; to: number }>();
  for (const { from, to, value } of links) {
    const [a, b] = [at.get(from)!, at.get(to)!];
    const known = values.get(value) ?? { from: a, to: a };
    values.set(value, { from: Math.min(known.from, a, b), to: Math.max(known.to, a, b) });
  }
  const crossing = new Array<number>(order.length + 1).fill(0);
  const own = new Array<boolean>(order.length).fill(false);
  for (const { from, to } of values.values()) {
    if (to > from) own[from] = true;
    crossing[from]! += 1;
    crossing[to]! -= 1;
  }
  let open = 0;
  return order.map((_, index) => {
    open += crossing[index]!;
    return open === 1 && own[index]!;
  });
}

/** The inside of a container, and where it can be cut. */
export interface CutContents extends Contents {
  order: readonly string[];
  cuts: readonly boolean[];
  sizes: Sizes;
  /** Straight down, with these sizes. */
  corners: ReadonlyMap<string, Position>;
  /** Those with these sizes that were made before, by their first and last item. */
  parts: Map<string, Part>;
}

interface Part {
  keys: readonly string[];
  corners: ReadonlyMap<string, Position>;
  lanes: ReadonlyMap<string, { x: number; forkY: number }>;
  /** From its axis. */
  left: number;
  right: number;
  height: number;
}

interface Wrapped {
  /** From the axis of the first part and its top. */
  corners: Map<string, Position>;
  lanes: Map<string, { x: number; forkY: number }>;
  /** By the item that the wires leave. */
  turns: Map<string, Turn>;
  /** Room that turns need above and below. */
  above: number;
  below: number;
}

/** @returns where everything is, and how wires lead from part to part */
export function wrap(contents: CutContents, { height, width }: Flow): Wrapped {
  const { order, cuts, sizes, corners: whole } = contents;
  const cutKeys = new Set(order.filter((_, index) => cuts[index]));
  const parts = filled(order, cuts, height, (key) => {
    const { y } = whole.get(key)!;
    return { top: y, bottom: y + sizes.get(key)!.height };
  }).map((keys) => {
    const name = `${keys[0]}:${keys.at(-1)}`;
    const part = contents.parts.get(name) ?? partOf(keys, contents, sizes);
    contents.parts.set(name, part);
    return part;
  });

  const wrapped: Wrapped = { corners: new Map(), lanes: new Map(), turns: new Map(), above: 0, below: 0 };
  let y = 0;
  let x = parts[0]?.left ?? 0;
  let forward = true;
  for (let first = 0; first < parts.length; ) {
    const row = rowOf(parts, first, width);
    const tall = Math.max(...row.map((part) => part.height));
    const axes: number[] = [];
    for (const part of row) {
      axes.push(forward ? x - part.left : x - part.right);
      x += (forward ? 1 : -1) * (part.right - part.left + GUTTER);
    }
    row.forEach((part, index) => {
      const axis = axes[index]!;
      for (const [key, corner] of part.corners)
        wrapped.corners.set(key, { x: corner.x + axis, y: corner.y + y });
      for (const [wire, lane] of part.lanes)
        wrapped.lanes.set(wire, { x: lane.x + axis, forkY: lane.forkY + y });
      for (const [at, key] of part.keys.entries()) {
        if (!cutKeys.has(key) || at === part.keys.length - 1) continue;
        const downY = y + part.corners.get(key)!.y + sizes.get(key)!.height + GROUP_GAP / 2;
        wrapped.turns.set(key, { downY, upY: downY, enterX: axis });
      }
      const next = row[index + 1];
      if (!next) return;
      const right = forward ? axes[index + 1]! + next.left : axis + part.left;
      wrapped.turns.set(part.keys.at(-1)!, {
        downY: y + part.height + TURN_DROP,
        gutterX: right - GUTTER * 0.3,
        upY: y - TURN_RISE,
        enterX: axes[index + 1]!,
      });
      if (first === 0) wrapped.above = WRAPPED_HEAD;
      wrapped.below = TURN_DROP;
    });
    first += row.length;
    const last = row.at(-1)!;
    const edge = axes.at(-1)! + (forward ? last.right : last.left);
    forward = !forward;
    const next = parts[first];
    if (!next) break;
    x = edge;
    const downY = y + tall + TURN_ROW;
    const enterX = forward ? x - next.left : x - next.right;
    wrapped.turns.set(last.keys.at(-1)!, { downY, upY: downY, enterX });
    y += tall + ROW_GAP;
  }
  return wrapped;
}

/** As many parts as the height needs, about equally high. */
function filled(
  order: readonly string[],
  cuts: readonly boolean[],
  height: number,
  rowsOf: (key: string) => { top: number; bottom: number },
): string[][] {
  const chunks: { keys: string[]; top: number; bottom: number }[] = [];
  order.forEach((key, index) => {
    const { top, bottom } = rowsOf(key);
    const chunk = chunks.at(-1);
    if (!chunk || cuts[index - 1]) chunks.push({ keys: [key], top, bottom });
    else {
      chunk.keys.push(key);
      chunk.top = Math.min(chunk.top, top);
      chunk.bottom = Math.max(chunk.bottom, bottom);
    }
  });
  const fill = (limit: number): string[][] => {
    const parts: { keys: string[]; top: number }[] = [];
    for (const { keys, top, bottom } of chunks) {
      const part = parts.at(-1);
      if (part && bottom - part.top <= limit) part.keys.push(...keys);
      else parts.push({ keys: [...keys], top });
    }
    return parts.map(({ keys }) => keys);
  };
  const count = fill(height).length;
  let [low, high] = [0, height];
  for (let step = 0; step < BALANCING; step++) {
    const middle = (low + high) / 2;
    if (fill(middle).length > count) low = middle;
    else high = middle;
  }
  return fill(high);
}

const BALANCING = 8;

function partOf(keys: readonly string[], { children, links, shortcuts }: Contents, sizes: Sizes): Part {
  const inside = new Set(keys);
  const own = {
    children: children.filter(({ key }) => inside.has(key)),
    links: links.filter(({ from, to }) => inside.has(from) && inside.has(to)),
    shortcuts: shortcuts.flatMap((shortcut) => {
      if (!inside.has(shortcut.to)) return [];
      const { from } = shortcut;
      return { ...shortcut, from: from !== undefined && inside.has(from) ? from : undefined };
    }),
  };
  const corners = cornersOf(own.children, keys, own.links, own.shortcuts, sizes);
  const lanes = laneArcs(own.children, own.shortcuts, corners, sizes);
  const boxes = keys.map((key) => ({ ...corners.get(key)!, ...sizes.get(key)! }));
  return {
    ...{ keys, corners, lanes },
    left: Math.min(...boxes.map((box) => box.x)),
    right: Math.max(
      ...boxes.map((box) => box.x + box.width),
      ...[...lanes.values()].map((lane) => lane.x + PILL_HALF),
    ),
    height: Math.max(...boxes.map((box) => box.y + box.height)),
  };
}

function rowOf(parts: readonly Part[], first: number, width: number): Part[] {
  const row: Part[] = [];
  let used = 0;
  for (const part of parts.slice(first)) {
    used += part.right - part.left;
    if (row.length > 0 && used > width) break;
    row.push(part);
    used += GUTTER;
  }
  return row;
}
