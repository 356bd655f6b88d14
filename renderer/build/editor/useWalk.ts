/**
 * The canvas by keyboard. It is one Tab stop, whatever the size of the graph: focus goes to the item that had it last. Arrow keys
 * go from item to item, Enter and Space select, and Shift+Tab goes to the wires of the item in focus.
 */
import { type FocusEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useSelection } from '../../state/selection';
import { bringIntoView } from './canvasView';
import type { Closed, Places } from './far/places';
import { FRAME_HEADER } from './geometry';
import type { SceneEdge, SceneNode } from './sceneTypes';
import { isWalk, nearest, type Place, walkFrom } from './walk';

const BY_TAB = { tabIndex: 0 };

export function useWalk(
  { boxes }: Places,
  { closed, hidden }: Closed,
  nodes: readonly SceneNode[],
  edges: SceneEdge[],
) {
  const canvas = useRef<HTMLDivElement>(null);
  /** Where the focus is inside the canvas, or was last. */
  const last = useRef<Place>(undefined);
  const [current, setCurrent] = useState<string>();

  const placeOf = (node: SceneNode): Place | undefined => {
    const { id, type } = node;
    const box = hidden.has(id) ? undefined : boxes.get(id);
    const isOpen = type === 'frame' && !closed.has(id);
    return box && { ...box, id, height: isOpen ? FRAME_HEADER : box.height };
  };
  const places = () => nodes.flatMap((node) => placeOf(node) ?? []);

  /** The item that is to get the focus once it is drawn. */
  const awaited = useRef<string>(undefined);
  const [wanted, setWanted] = useState<string>();

  const focusOn = ({ id }: Place) => {
    setWanted(id);
    const focus = () =>
      canvas.current
        ?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
        ?.focus({ preventScroll: true });
    focus();
    // What was out of view is drawn once the canvas has moved there.
    awaited.current = id;
    void bringIntoView(id).then(() =>
      requestAnimationFrame(() => {
        const { activeElement, body } = window.document;
        const isHere = activeElement === body || canvas.current?.contains(activeElement);
        if (isHere && awaited.current === id) focus();
      }),
    );
  };

  const enter = () => {
    const all = places();
    const [selected] = useSelection.getState().items;
    const wanted = last.current?.id ?? selected;
    const place = all.find(({ id }) => id === wanted) ?? all.find(({ id }) => id === selected) ?? all[0];
    if (place) focusOn(place);
  };

  // A deleted edge leaves the focus to its node, and an item that was deleted or folded away to the one beside it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the graph changes
  useEffect(() => {
    if (current === undefined) return;
    if (!nodes.some(({ id }) => id === current)) setCurrent(undefined);
    // React Flow takes it from the page a little later than from its list.
    const frame = requestAnimationFrame(() => {
      if (window.document.activeElement !== window.document.body) return;
      const all = places();
      const next = all.find(({ id }) => id === current) ?? (last.current && nearest(last.current, all));
      if (next) focusOn(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [nodes, edges]);

  return {
    /** Ids of the items that have the focus or are to get it. */
    pinned: useMemo(() => [current, wanted].flatMap((id) => id ?? []), [current, wanted]),
    /** Wires with their tab stops: those of the item in focus. */
    edges: useMemo(
      () =>
        edges.map((edge) => {
          const near = current !== undefined && (edge.source === current || edge.target === current);
          return near ? { ...edge, domAttributes: BY_TAB } : edge;
        }),
      [edges, current],
    ),
    /** For the element around the canvas. */
    canvas: {
      ref: canvas,
      tabIndex: current === undefined && nodes.length > 0 ? 0 : -1,
      onFocus(event: FocusEvent<HTMLElement>) {
        const focus = event.target;
        if (focus === event.currentTarget) {
          // A click on the pane moves nothing.
          if (focus.matches(':focus-visible')) enter();
          return;
        }
        if (!focus.classList.contains('react-flow__node')) return;
        const node = nodes.find(({ id }) => id === focus.dataset.id);
        if (!node) return;
        last.current = placeOf(node);
        setCurrent(node.id);
      },
      onBlur(event: FocusEvent<HTMLElement>) {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        setCurrent(undefined);
        setWanted(undefined);
      },
    },
    /** After the canvas has moved: what is out of view is not drawn, and has lost the focus. */
    settle() {
      if (window.document.activeElement === window.document.body) setCurrent(undefined);
    },
    /** Whether the key press was taken. */
    onKey(event: KeyboardEvent<HTMLElement>): boolean {
      const focus = event.target as HTMLElement;
      const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
      if (!isWalk(key) || ctrlKey || metaKey || altKey || shiftKey) return false;
      if (!focus.matches('.react-flow__node:focus-visible')) return false;
      // Arrow keys move what is selected.
      const { items, edges } = useSelection.getState();
      if (items.length + edges.length > 0) return false;
      const next = last.current && walkFrom(last.current, key, places());
      if (next) focusOn(next);
      return true;
    },
  };
}
