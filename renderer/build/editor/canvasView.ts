/** What commands can do to the canvas, and the node search over it. */
import type { ReactFlowInstance } from '@xyflow/react';
import { create } from 'zustand';
import type { SceneEdge, SceneNode } from './sceneTypes';

export interface SearchRequest {
  /** Its place in the window. */
  screen: { x: number; y: number };
  /** Where on the canvas the node goes; absent: after the selection, or below. */
  drop?: { x: number; y: number };
  /** The port that a wire was dragged from. */
  from?: { key: string; side: 'output' | 'input' };
}

interface CanvasView {
  flow?: ReactFlowInstance<SceneNode, SceneEdge>;
  search?: SearchRequest;
  problemsOpen: boolean;
  setFlow(flow: ReactFlowInstance<SceneNode, SceneEdge> | undefined): void;
  openSearch(request: SearchRequest): void;
  closeSearch(): void;
  setProblemsOpen(open: boolean): void;
}

export const useCanvasView = create<CanvasView>()((set) => ({
  problemsOpen: false,
  setFlow: (flow) => set({ flow }),
  openSearch: (search) => set({ search }),
  closeSearch: () => set({ search: undefined }),
  setProblemsOpen: (problemsOpen) => set({ problemsOpen }),
}));

/** How long the canvas takes to move, in ms: not at all for who asked the system for less motion. */
export const moveTime = () => ({
  duration: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 220,
});

/** Shows everything, or the items given. Folded long graphs stay readable: never closer than full size. */
export function fitView(keys?: readonly string[]) {
  const { flow } = useCanvasView.getState();
  const nodes = keys && keys.length > 0 ? keys.map((id) => ({ id })) : undefined;
  void flow?.fitView({ nodes, padding: 0.08, maxZoom: keys ? 1.25 : 1, ...moveTime() });
}

/** Shows the top of the graph at a size that can be read: a long one, shown whole, would be a thread. */
export function showStart() {
  const { flow } = useCanvasView.getState();
  const canvas = document.querySelector('.sw-canvas')?.getBoundingClientRect();
  if (!flow || !canvas) return;
  const bounds = flow.getNodesBounds(flow.getNodes());
  const whole = Math.min(canvas.width / bounds.width, canvas.height / bounds.height) * 0.9;
  if (whole > 0.4) return fitView();
  const zoom = Math.min(0.8, (canvas.width / bounds.width) * 0.9);
  void flow.setViewport(
    { x: canvas.width / 2 - (bounds.x + bounds.width / 2) * zoom, y: 32 - bounds.y * zoom, zoom },
    moveTime(),
  );
}

/** Pans to an item that is (in part) out of view; the zoom stays. */
export function bringIntoView(key: string) {
  const { flow } = useCanvasView.getState();
  const canvas = document.querySelector('.sw-canvas')?.getBoundingClientRect();
  const node = flow?.getInternalNode(key);
  if (!flow || !canvas || !node) return;
  const { x, y, zoom } = flow.getViewport();
  const at = node.internals.positionAbsolute;
  const [left, top] = [at.x * zoom + x, at.y * zoom + y];
  const [right, bottom] = [left + (node.width ?? 0) * zoom, top + (node.height ?? 0) * zoom];
  // The controls and the minimap lie over the lower edge.
  const inside = left > 8 && top > 8 && right < canvas.width - 8 && bottom < canvas.height - 120;
  if (inside) return;
  void flow.setCenter(at.x + (node.width ?? 0) / 2, at.y + (node.height ?? 0) / 2, { zoom, ...moveTime() });
}

/** Pans just far enough that an item is not covered by what lies over the right side of the canvas. */
export function keepClear(key: string, covered: number) {
  const { flow } = useCanvasView.getState();
  const canvas = document.querySelector('.sw-canvas')?.getBoundingClientRect();
  const node = document
    .querySelector(`.react-flow__node[data-id="${CSS.escape(key)}"]`)
    ?.getBoundingClientRect();
  if (!flow || !canvas || !node) return;
  const over = node.right + 24 - (canvas.right - covered);
  if (over <= 0) return;
  const view = flow.getViewport();
  void flow.setViewport({ ...view, x: view.x - Math.min(over, node.left - canvas.left - 8) }, moveTime());
}

export function zoomBy(factor: number) {
  const { flow } = useCanvasView.getState();
  if (flow) void flow.zoomTo(flow.getZoom() * factor, moveTime());
}
