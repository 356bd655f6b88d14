/** What is being dragged. React Flow moves what it was given; what is selected besides moves along. */
import { applyNodeChanges, type NodeChange, type NodePositionChange } from '@xyflow/react';
import { type Dispatch, type SetStateAction, useMemo, useRef, useState } from 'react';
import type { Position } from '../../../../core/graph/document';
import type { SceneNode } from '../sceneTypes';
import type { Places } from './places';

const NONE: ReadonlySet<string> = new Set();

interface Moving {
  /** Dragged themselves, or along with what is dragged. */
  roots: ReadonlySet<string>;
  /** With everything inside. */
  all: ReadonlySet<string>;
}

const AT_REST: Moving = { roots: NONE, all: NONE };

export function useMoving(
  nodes: readonly SceneNode[],
  { children }: Places,
  selected: readonly string[],
  setNodes: Dispatch<SetStateAction<SceneNode[]>>,
) {
  const [moving, setMoving] = useState(AT_REST);
  /** React Flow tells of several moves before the next rendering. */
  const newest = useRef(moving);
  const begin = (dragged: readonly string[]): Moving => {
    const along = dragged.some((id) => selected.includes(id)) ? selected : [];
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const chosen = new Set([...dragged, ...along.filter((id) => byId.get(id)?.draggable !== false)]);
    const isInside = (id: string): boolean => {
      const parent = byId.get(id)?.parentId;
      return parent !== undefined && (chosen.has(parent) || isInside(parent));
    };
    const roots = new Set([...chosen].filter((id) => byId.has(id) && !isInside(id)));
    const all = new Set(roots);
    // A set goes on with what is added to it.
    for (const id of all) for (const child of children.get(id) ?? []) all.add(child.id);
    return { roots, all };
  };

  return {
    moving: moving.all,
    pinned: useMemo(() => [...moving.roots].slice(0, MOST_PINNED), [moving]),
    onMoves(changes: readonly NodeChange<SceneNode>[]) {
      const moves = changes.filter((change): change is NodePositionChange => change.type === 'position');
      const [first] = moves;
      if (!first) return;
      if (newest.current === AT_REST && first.dragging) {
        newest.current = begin(moves.map(({ id }) => id));
        setMoving(newest.current);
      }
      const { roots } = newest.current;
      setNodes((now) => applyNodeChanges([...moves, ...along(now, moves, roots)], now));
    },
    /** @returns where everything that moved is now, from the frame around it */
    end(moved: readonly SceneNode[]): Map<string, Position> {
      const { roots } = newest.current;
      const corners = new Map(
        nodes.flatMap(({ id, position }): [string, Position][] => (roots.has(id) ? [[id, position]] : [])),
      );
      for (const { id, position } of moved) corners.set(id, position);
      newest.current = AT_REST;
      setMoving(AT_REST);
      return corners;
    },
  };
}

/** Those dragged are the first; React Flow must keep them, even out of view. */
const MOST_PINNED = 20;

function along(
  nodes: readonly SceneNode[],
  moves: readonly NodePositionChange[],
  roots: ReadonlySet<string>,
): NodePositionChange[] {
  const own = new Set(moves.map(({ id }) => id));
  const others = nodes.filter(({ id }) => roots.has(id) && !own.has(id));
  if (others.length === 0) return [];
  const first = moves.find(({ position }) => position !== undefined);
  const before = nodes.find(({ id }) => id === first?.id);
  if (!first?.position || !before) return [];
  const dx = first.position.x - before.position.x;
  const dy = first.position.y - before.position.y;
  return others.map(({ id, position }) => ({
    ...{ id, type: 'position', position: { x: position.x + dx, y: position.y + dy } },
  }));
}
