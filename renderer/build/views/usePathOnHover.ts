import { type RefObject, useEffect } from 'react';
import type { GraphDocument } from '../../../core/graph/document';
import { useCanvasView } from '../editor/canvasView';
import { sceneOf } from '../editor/sceneCache';
import { pathThrough } from './path';

/** A pointer that only passes shows nothing. */
const REST_MS = 250;
const DRAWN = '.react-flow__node, .react-flow__edge';

/** While the pointer rests on an item or edge, marks its path (`on-path`) and the canvas (`data-tracing`). */
export function usePathOnHover(
  around: RefObject<HTMLElement | null>,
  document: GraphDocument | undefined,
): void {
  useEffect(() => {
    const canvas = around.current;
    if (!canvas || !document) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let resting: string | undefined;
    const clear = () => {
      clearTimeout(timer);
      resting = undefined;
      delete canvas.dataset.tracing;
      if (useCanvasView.getState().traced) useCanvasView.setState({ traced: undefined });
    };
    const show = (id: string) => {
      const path = pathThrough(sceneOf(document).edges, id);
      for (const element of canvas.querySelectorAll<HTMLElement>(DRAWN)) {
        const own = element.dataset.id ?? '';
        element.classList.toggle('on-path', path.items.has(own) || path.edges.has(own));
      }
      canvas.dataset.tracing = '';
      useCanvasView.setState({ traced: path });
    };
    const onOver = (event: PointerEvent) => {
      const over = (event.target as Element).closest<HTMLElement>(DRAWN);
      const id = over?.classList.contains('react-flow__node-frame') ? undefined : over?.dataset.id;
      if (id !== undefined && id === resting) return;
      clear();
      if (id === undefined || event.buttons !== 0) return;
      resting = id;
      timer = setTimeout(() => show(id), REST_MS);
    };
    canvas.addEventListener('pointerover', onOver);
    const ends = ['pointerleave', 'pointerdown', 'wheel'] as const;
    for (const end of ends) canvas.addEventListener(end, clear, { passive: true });
    return () => {
      clear();
      canvas.removeEventListener('pointerover', onOver);
      for (const end of ends) canvas.removeEventListener(end, clear);
    };
  }, [around, document]);
}
