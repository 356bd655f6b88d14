import { useStore, useStoreApi } from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import { useBlockColors } from '../../../diagnostics/onCanvas';
import { usePreferences } from '../../../state/preferences';
import { SANS, useTokens } from '../../../ui/theme/theme';
import type { Tokens } from '../../../ui/theme/tokens';
import { useCanvasView } from '../canvasView';
import type { Box } from '../layout';
import type { SceneEdge, SceneNode } from '../sceneTypes';
import { labelsOf, type View } from './labels';
import { type Picture, paint, pictureOf } from './picture';
import { absoluteBox, type Closed, type Places, wirePoints } from './places';

const NOTHING: Picture = [];

/** How visible is what the path of a value does not pass. */
const OFF_PATH = 0.25;

/**
 * The graph from afar, on one canvas: thousands of elements would take long to move. What is dragged is drawn in a picture of its
 * own, since only that changes in each frame.
 */
export function FarCanvas({
  nodes,
  edges,
  places,
  closed,
  moving,
  pointed,
}: {
  nodes: readonly SceneNode[];
  edges: readonly SceneEdge[];
  places: Places;
  closed: Closed;
  /** Ids of what is being dragged, with what is inside. */
  moving: ReadonlySet<string>;
  /** What the pointer is on. */
  pointed: string | undefined;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const tokens = useTokens();
  const overlays = usePreferences((state) => state.overlays);
  const [widths, costs] = [overlays.includes('widths'), overlays.includes('costs')];
  const traced = useCanvasView((state) => state.traced);
  const measured = useBlockColors((state) => state.of);

  const movedBoxes = useMemo(() => boxesOf(nodes, places, moving), [nodes, places, moving]);
  const boxOf = (id: string): Box => movedBoxes.get(id) ?? places.boxes.get(id)!;
  const isMoving = useMemo(() => {
    if (moving.size === 0) return () => false;
    const wires = edges.flatMap(({ id, source, target }) =>
      moving.has(source) || moving.has(target) ? [id] : [],
    );
    const all = new Set([...moving, ...wires]);
    return (id: string) => all.has(id);
  }, [edges, moving]);

  // Positions change in each frame of a drag; at rest, so do the lists of nodes.
  const resting = useRef<{ key: readonly unknown[]; picture: Picture }>(undefined);
  const key = [moving.size > 0 ? moving : nodes, edges, places, closed, tokens, measured, widths];
  if (!resting.current || key.some((part, index) => part !== resting.current?.key[index])) {
    const parts = { nodes, edges, closed, tokens, measured, widths };
    const picture = pictureOf({
      ...parts,
      boxOf: (id) => places.boxes.get(id)!,
      wireOf: ({ id }) => places.wires.get(id)!,
      only: (id) => !isMoving(id),
    });
    resting.current = { key, picture };
  }
  const moved =
    moving.size === 0
      ? NOTHING
      : pictureOf({
          ...{ nodes, edges, closed, tokens, measured, widths, boxOf, only: isMoving },
          wireOf: (edge) => wirePoints(edge, { get: boxOf } as ReadonlyMap<string, Box>),
        });
  const path = useMemo(() => {
    if (!traced) return NOTHING;
    const around = [...traced.items].flatMap((id) => closed.hidden.get(id) ?? []);
    const shown = new Set([...traced.items, ...traced.edges, ...around]);
    return pictureOf({
      ...{ nodes, edges, closed, tokens, measured, widths },
      boxOf: (id) => places.boxes.get(id)!,
      // A fork's way begins at the port, even where another wire leads there.
      wireOf: (edge) => wirePoints({ ...edge, data: { ...edge.data!, branches: false } }, places.boxes),
      only: (id) => shown.has(id),
    });
  }, [traced, nodes, edges, closed, tokens, measured, widths, places]);
  const pictures = [
    { picture: resting.current.picture, opacity: traced ? OFF_PATH : 1 },
    { picture: path, opacity: 1 },
    { picture: moved, opacity: 1 },
  ];

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    let frame = 0;
    const draw = () => {
      frame = 0;
      const [x, y, zoom] = store.getState().transform;
      const ratio = window.devicePixelRatio;
      paint(context, pictures, { x, y, zoom }, ratio);
      const box = pointed === undefined ? undefined : boxOf(pointed);
      if (box) {
        context.strokeStyle = tokens.accent;
        context.lineWidth = 2;
        const [left, top] = [box.x * zoom + x, box.y * zoom + y];
        context.strokeRect(left - 1, top - 1, box.width * zoom + 2, box.height * zoom + 2);
      }
      write(context, nodes, boxOf, closed, { x, y, zoom, width, height }, tokens, costs);
    };
    draw();
    const stop = store.subscribe((state, before) => {
      if (state.transform !== before.transform && frame === 0) frame = requestAnimationFrame(draw);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  });

  const ratio = window.devicePixelRatio;
  return (
    <canvas
      ref={canvas}
      className="sw-far"
      aria-hidden
      width={Math.round(width * ratio)}
      height={Math.round(height * ratio)}
      style={{ width, height }}
    />
  );
}

function boxesOf(
  nodes: readonly SceneNode[],
  places: Places,
  moving: ReadonlySet<string>,
): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>();
  if (moving.size === 0) return boxes;
  for (const node of nodes) {
    if (!moving.has(node.id)) continue;
    const parent = node.parentId ?? '';
    const around = boxes.get(parent) ?? places.boxes.get(parent);
    boxes.set(node.id, absoluteBox(node, new Map(around ? [[parent, around]] : [])));
  }
  return boxes;
}

const FONTS = {
  landmark: `600 12px ${SANS}`,
  block: `500 11px ${SANS}`,
};
const widths = new Map<string, number>();

function write(
  context: CanvasRenderingContext2D,
  nodes: readonly SceneNode[],
  boxOf: (id: string) => Box,
  closed: Closed,
  view: View,
  tokens: Tokens,
  costs: boolean,
) {
  const fontOf = (isLandmark: boolean) => FONTS[isLandmark ? 'landmark' : 'block'];
  const widthOf = (text: string, isLandmark: boolean): number => {
    const font = fontOf(isLandmark);
    const known = widths.get(font + text);
    if (known !== undefined) return known;
    context.font = font;
    const { width } = context.measureText(text);
    widths.set(font + text, width);
    return width;
  };
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const { text, x, y, align, isLandmark } of labelsOf(nodes, boxOf, closed, view, widthOf, costs)) {
    context.font = fontOf(isLandmark);
    context.textAlign = align;
    context.lineWidth = 4;
    context.strokeStyle = tokens.canvas;
    if (isLandmark) context.strokeText(text, x, y);
    context.fillStyle = tokens.text;
    context.fillText(text, x, y);
  }
}
