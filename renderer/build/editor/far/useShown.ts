/** Which nodes and edges React Flow is given: those in and around the view; from afar, only what the pointer or the focus is on. */
import { useStore } from '@xyflow/react';
import { useMemo } from 'react';
import type { Scene } from '../scene';
import type { SceneEdge, SceneNode } from '../sceneTypes';
import { closedCount, closedFrames, detailsOf, FAR } from './levels';
import { type Closed, NONE_CLOSED, type Places } from './places';

/** In pixels of the graph: what is given changes only with the tiles that the view meets. */
const STEP = 600;

interface InView {
  far: boolean;
  closed: Closed;
  /** Indices in the scene. */
  nodes: readonly number[];
  edges: readonly number[];
}

const NOTHING = { nodes: [], edges: [] };

/** @param folds whether frames are closed that would be too small to read */
export function useInView(scene: Pick<Scene, 'nodes'>, places: Places, folds: boolean): InView {
  const details = useMemo(() => detailsOf(scene, places), [scene, places]);
  const view = useStore(({ transform: [x, y, zoom], width, height }) => {
    if (zoom < FAR) return `far ${folds ? closedCount(details, zoom) : 0}`;
    const tile = (at: number) => Math.floor(at / zoom / STEP);
    return [tile(-x), tile(-y), tile(width - x), tile(height - y)].join(' ');
  });
  return useMemo(() => {
    const [left = 0, top = 0, right = 0, bottom = 0] = view.split(' ').map(Number);
    if (view.startsWith('far')) return { far: true, closed: closedFrames(details, top, scene), ...NOTHING };
    const area = {
      x: (left - 1) * STEP,
      y: (top - 1) * STEP,
      width: (right - left + 3) * STEP,
      height: (bottom - top + 3) * STEP,
    };
    return {
      ...{ far: false, closed: NONE_CLOSED },
      ...{ nodes: places.nodesIn(area), edges: places.edgesIn(area) },
    };
  }, [view, details, scene, places]);
}

/**
 * @param nodes those of the scene, in its order, wherever they are and whether they are selected
 * @param pinned ids of nodes and edges that are shown wherever they are
 */
export function useShown(
  scene: Pick<Scene, 'nodes' | 'edges'>,
  { nodes, edges }: { nodes: SceneNode[]; edges: SceneEdge[] },
  inView: InView,
  pinned: ReadonlySet<string>,
) {
  const { closed } = inView;
  const order = useMemo(() => new Map(scene.nodes.map(({ id }, index) => [id, index])), [scene]);
  const given = useMemo(() => givenOf(scene, order, inView, pinned), [scene, order, inView, pinned]);
  return {
    nodes: useMemo(
      () => given.nodes.flatMap((index) => opened(nodes[index], closed)),
      [given, nodes, closed],
    ),
    edges: useMemo(() => given.edges.flatMap((index) => edges[index] ?? []), [given, edges]),
  };
}

/** React Flow draws an edge only with its two ends, and a node only with the frames around it. */
function givenOf(
  scene: Pick<Scene, 'nodes' | 'edges'>,
  order: ReadonlyMap<string, number>,
  inView: InView,
  pinned: ReadonlySet<string>,
) {
  const nodes = new Set(inView.nodes);
  const edges = new Set(inView.edges);
  const add = (id: string | undefined) => {
    const index = id === undefined ? undefined : order.get(id);
    if (index !== undefined) nodes.add(index);
  };
  for (const id of pinned) add(id);
  if (pinned.size > 0) {
    scene.edges.forEach(({ id, source, target }, index) => {
      const isAtEnd = !inView.far && (pinned.has(source) || pinned.has(target));
      if (isAtEnd || pinned.has(id)) edges.add(index);
    });
  }
  for (const index of edges) {
    add(scene.edges[index]?.source);
    add(scene.edges[index]?.target);
  }
  // A set goes on with what is added to it.
  for (const index of nodes) add(scene.nodes[index]?.parentId);
  const ascending = (a: number, b: number) => a - b;
  return { nodes: [...nodes].sort(ascending), edges: [...edges].sort(ascending) };
}

/** A closed frame is taken hold of anywhere. */
function opened(node: SceneNode | undefined, { closed }: Closed): SceneNode[] {
  if (!node) return [];
  if (node.type !== 'frame' || !closed.has(node.id)) return [node];
  const { dragHandle: _, style: __, ...frame } = node;
  return [frame];
}
