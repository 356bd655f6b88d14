import { useStore } from '@xyflow/react';
import { useEffect } from 'react';
import { useSelection } from '../../../state/selection';
import type { Scene } from '../scene';
import type { Closed, Places } from './places';

/** Selects what a drawn box meets, whether React Flow draws it or not, with the wires that end there. */
export function BoxSelection({
  scene: { nodes, edges },
  places,
  closed: { hidden },
}: {
  scene: Pick<Scene, 'nodes' | 'edges'>;
  places: Places;
  closed: Closed;
}) {
  const rect = useStore((state) => (state.userSelectionActive ? state.userSelectionRect : null));
  const zoom = useStore((state) => state.transform[2]);
  const originX = useStore((state) => state.transform[0]);
  const originY = useStore((state) => state.transform[1]);
  useEffect(() => {
    if (!rect) return;
    const area = {
      x: (rect.x - originX) / zoom,
      y: (rect.y - originY) / zoom,
      width: rect.width / zoom,
      height: rect.height / zoom,
    };
    const items = places.nodesIn(area).flatMap((index) => {
      const node = nodes[index]!;
      return hidden.has(node.id) || node.selectable === false ? [] : [node.id];
    });
    const chosen = new Set(items);
    const wires = edges.flatMap(({ id, source, target, selectable }) =>
      selectable !== false && (chosen.has(source) || chosen.has(target)) ? [id] : [],
    );
    const now = useSelection.getState();
    if (items.join() !== now.items.join() || wires.join() !== now.edges.join())
      now.select({ items, edges: wires });
  }, [rect, zoom, originX, originY, nodes, edges, places, hidden]);
  return null;
}
