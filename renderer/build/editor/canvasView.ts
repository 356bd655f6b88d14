/** Operations on the canvas for commands, and the state of the search and the problems beside it. */
import { getViewportForBounds, type ReactFlowInstance } from '@xyflow/react';
import { create } from 'zustand';
import { useDemoMode } from '../../state/demoMode';
import { activeDocument, useDocuments } from '../../state/documents';
import { useComparedGraph } from '../../state/graphDiff';
import { usePreferences } from '../../state/preferences';
import { type Selection, useSelection } from '../../state/selection';
import type { ValuePath } from '../views/path';
import { type Places, unionOf, wireBox } from './far/places';
import type { Box } from './layout';
import type { SceneEdge, SceneNode } from './sceneTypes';

export interface SearchRequest {
  screen: { x: number; y: number };
  /** Where on the canvas the node goes; after the selection, or below everything, if absent. */
  drop?: { x: number; y: number };
  /** The port that a wire was dragged from. */
  from?: { key: string; side: 'output' | 'input' };
}

/** What a context menu was opened on; its commands act on the selection. */
export type MenuSubject = 'nodes' | 'edges' | 'canvas';

interface CanvasView {
  flow?: ReactFlowInstance<SceneNode, SceneEdge>;
  /** Where everything is, whether React Flow draws it or not. */
  places?: Places;
  search?: SearchRequest;
  /** Whether the search for nodes of the graph is open. */
  finding: boolean;
  /** The item whose output is to be connected to one that is chosen from a list. */
  connecting?: string | undefined;
  menu?: { on: MenuSubject; at: { x: number; y: number } } | undefined;
  problemsOpen: boolean;
  /** What leads to the item or edge that the pointer rests on, and what it leads to (views/usePathOnHover.ts). */
  traced?: ValuePath | undefined;
  /** Whether nodes follow the pointer. */
  dragging: boolean;
}

export const useCanvasView = create<CanvasView>(() => ({
  problemsOpen: false,
  finding: false,
  dragging: false,
}));

/** The canvas of the active graph. */
const ACTIVE = '.sw-canvas.active';

/** Once the active graph is drawn. */
export const focusCanvas = () =>
  requestAnimationFrame(() => document.querySelector<HTMLElement>(ACTIVE)?.focus({ preventScroll: true }));

/** What had the focus in the pane goes with it. */
export function closePane(id: string) {
  useDocuments.getState().closePane(id);
  focusCanvas();
}

export const canvasRect = () => document.querySelector(ACTIVE)?.getBoundingClientRect();

/** The animation's length in ms; 0 for people who asked their system for less motion. */
export const moveTime = () => ({
  duration: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 220,
});

/** In pixels. */
export const MINIMAP = { width: 148, height: 104 };
const MINIMAP_MARGINS = 28;
/** Pixels of a canvas that has room for the toolbar and the minimap beside each other. */
export const ROOM_FOR_MINIMAP = 486;

/** Those of the panes, in the upper corners. */
const BUTTONS = { width: 130, height: '46px' } as const;

/**
 * Room around a graph of this size: below it is the toolbar, above it the legend of a comparison, and in the corner the minimap.
 */
export function fitPadding(graph: { width: number; height: number }) {
  const isCompared = useComparedGraph.getState().compared?.documentId === activeDocument()?.id;
  const canvas = canvasRect();
  const zoomIn = (width: number, height: number) => Math.min(1, width / graph.width, height / graph.height);
  const reachesCorners =
    canvas &&
    canvas.width - graph.width * zoomIn(canvas.width * 0.88, canvas.height * 0.94 - 68) < 2 * BUTTONS.width;
  const top = isCompared ? '56px' : reachesCorners ? BUTTONS.height : 0.06;
  const around = { x: 0.06, top, bottom: '68px' } as const;
  if (!canvas || canvas.width < ROOM_FOR_MINIMAP || !usePreferences.getState().minimap) return around;
  const corner = { width: MINIMAP.width + MINIMAP_MARGINS, height: MINIMAP.height + MINIMAP_MARGINS };
  const width = canvas.width * 0.88;
  const height = isCompared ? canvas.height - 56 : canvas.height * 0.94;
  const zoom = zoomIn(width, height - 68);
  if ((canvas.width - graph.width * zoom) / 2 > corner.width) return around;
  const beside = zoomIn(canvas.width * 0.94 - corner.width, height - 68);
  const above = zoomIn(width, height - corner.height);
  return beside > above
    ? ({ left: 0.06, top, right: `${corner.width}px`, bottom: '68px' } as const)
    : ({ x: 0.06, top, bottom: `${corner.height}px` } as const);
}

/** The least zoom with which a graph of this size can be seen as a whole in any window. */
export const leastZoom = ({ width, height }: Box): number => Math.min(0.04, 400 / width, 400 / height);

const MOST_ZOOM = 2.5;

/** The most zoom when a graph is fitted: its full size, or what the last row of a class can read. */
const mostToFit = () => (useDemoMode.getState().on ? 1.6 : 1);

/** Shows everything at full size or smaller, or the given items. */
export function fitView(keys?: readonly string[], motion?: { duration: number }) {
  const { flow, places } = useCanvasView.getState();
  if (!flow || !places) return;
  const canvas = canvasRect();
  if (!canvas) return;
  const chosen = keys?.flatMap((key) => places.boxes.get(key) ?? []) ?? [];
  const bounds = chosen.length > 0 ? unionOf(chosen) : places.bounds;
  const { width, height } = canvas;
  const limits = [
    leastZoom(places.bounds),
    Math.min(MOST_ZOOM, keys ? 1.25 * mostToFit() : mostToFit()),
  ] as const;
  const padding = fitPadding(bounds);
  void flow.setViewport(
    getViewportForBounds(bounds, width, height, ...limits, padding),
    motion ?? moveTime(),
  );
}

/** Shows the whole graph or, if that would be too small to read, its top. */
export function showStart() {
  const { flow, places } = useCanvasView.getState();
  const canvas = canvasRect();
  if (!flow || !canvas || !places) return;
  const { bounds } = places;
  const whole = Math.min(canvas.width / bounds.width, canvas.height / bounds.height) * 0.9;
  if (whole > 0.4) return fitView();
  const zoom = Math.min(0.8, (canvas.width / bounds.width) * 0.9);
  void flow.setViewport(
    { x: canvas.width / 2 - (bounds.x + bounds.width / 2) * zoom, y: 32 - bounds.y * zoom, zoom },
    moveTime(),
  );
}

/** The box of a node or a wire, in the pixels of the canvas. */
function boxOnCanvas(key: string): Box | undefined {
  const { flow, places } = useCanvasView.getState();
  const box = places?.boxes.get(key) ?? (places?.wires.has(key) ? wireBox(places, key) : undefined);
  if (!flow || !box) return undefined;
  const { x, y, zoom } = flow.getViewport();
  const { width, height } = box;
  return { x: box.x * zoom + x, y: box.y * zoom + y, width: width * zoom, height: height * zoom };
}

/** Pans to an item that is partly out of view. @returns when it is there. */
export async function bringIntoView(key: string): Promise<void> {
  const { flow } = useCanvasView.getState();
  const box = boxOnCanvas(key);
  const canvas = box && canvasRect();
  if (!flow || !canvas || !box) return;
  const { x, y, zoom } = flow.getViewport();
  // The controls and the minimap cover the lower edge.
  const dx = panInto(box.x, box.x + box.width, MARGIN, canvas.width - MARGIN);
  const dy = panInto(box.y, box.y + box.height, MARGIN, canvas.height - 120);
  if (dx === 0 && dy === 0) return;
  await flow.setViewport({ x: x + dx, y: y + dy, zoom }, moveTime());
}

const MARGIN = 24;

/** The least movement that brings a range into another; its start if it is too long. */
function panInto(from: number, to: number, low: number, high: number): number {
  if (from < low || to - from > high - low) return from === low ? 0 : low - from;
  return to > high ? high - to : 0;
}

/** Pans until an item is not covered by a drawer of `covered` pixels at the right. */
export function keepClear(key: string, covered: number) {
  const { flow } = useCanvasView.getState();
  const box = boxOnCanvas(key);
  const canvas = box && canvasRect();
  if (!flow || !canvas || !box) return;
  const over = box.x + box.width + 24 - (canvas.width - covered);
  if (over <= 0) return;
  const view = flow.getViewport();
  void flow.setViewport({ ...view, x: view.x - Math.min(over, box.x - 8) }, moveTime());
}

/** What was in the middle stays there while the canvas becomes wider at its right. @param wider in pixels. */
export function keepCenter(wider: number) {
  const { flow } = useCanvasView.getState();
  if (!flow || wider === 0) return;
  const view = flow.getViewport();
  void flow.setViewport({ ...view, x: view.x + wider / 2 });
}

export function zoomBy(factor: number) {
  const { flow } = useCanvasView.getState();
  if (flow) void flow.zoomTo(flow.getZoom() * factor, moveTime());
}

/** Opens the node search in the middle of the view. */
export function openSearchAtCenter() {
  const canvas = canvasRect();
  if (!canvas) return;
  const screen = {
    x: canvas.left + canvas.width / 2 - 150,
    y: canvas.top + Math.min(120, canvas.height / 4),
  };
  useCanvasView.setState({ search: { screen } });
}

/** The node or edge that an element is in. */
export function itemAt(element: Element | null): { what: keyof Selection; id: string } | undefined {
  const found = element?.closest('.react-flow__node, .react-flow__edge');
  const id = found?.getAttribute('data-id');
  if (!found || id == null) return undefined;
  return { what: found.classList.contains('react-flow__node') ? 'items' : 'edges', id };
}

/** Opens the context menu beside the selection; if there is none, that of what has the focus, or of the canvas. */
export function openMenuOfSelection() {
  const { select, ...selected } = useSelection.getState();
  const focused = itemAt(document.activeElement);
  if (focused && selected.items.length + selected.edges.length === 0)
    select({ [focused.what]: [focused.id] });
  const { items, edges } = useSelection.getState();
  const canvas = canvasRect();
  const id = items[0] ?? edges[0];
  if (!canvas) return;
  const { x, y, width, height } = (id === undefined ? undefined : boxOnCanvas(id)) ?? {
    x: 0,
    y: 0,
    width: canvas.width,
    height: canvas.height,
  };
  const at = { x: canvas.left + x + Math.min(width / 2, 120), y: canvas.top + y + Math.min(height / 2, 120) };
  const on = items.length > 0 ? 'nodes' : edges.length > 0 ? 'edges' : 'canvas';
  useCanvasView.setState({ menu: { on, at } });
}

/** What a drag on the empty canvas does. */
export function toggleDrag() {
  const { set, drag } = usePreferences.getState();
  set({ drag: drag === 'pan' ? 'select' : 'pan' });
}
