/** A tab that is dragged along the others goes where the mark between them is. */
import { type DragEvent, type RefObject, useState } from 'react';
import { GRAPH_TYPE, useDocuments } from '../state/documents';

interface Gap {
  /** The tab that follows, counted from 0. */
  index: number;
  /** Pixels from the left end of the list. */
  x: number;
}

function gapAt(list: HTMLElement, clientX: number): Gap {
  const { left } = list.getBoundingClientRect();
  const boxes = [...list.querySelectorAll('[role="tab"]')].map((tab) =>
    tab.parentElement!.getBoundingClientRect(),
  );
  const index = boxes.filter((box) => box.left + box.width / 2 < clientX).length;
  const next = boxes[index];
  return { index, x: (next ? next.left : (boxes.at(-1)?.right ?? left)) - left };
}

export function useTabDrop(list: RefObject<HTMLElement | null>) {
  const [gap, setGap] = useState<Gap>();
  return {
    /** Where the mark is; undefined while no tab is over the list. */
    mark: gap?.x,
    handlers: {
      onDragOver(event: DragEvent) {
        if (!list.current || !event.dataTransfer.types.includes(GRAPH_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        const { index, x } = gapAt(list.current, event.clientX);
        setGap((before) => (before?.index === index && before.x === x ? before : { index, x }));
      },
      onDragLeave({ currentTarget, relatedTarget }: DragEvent) {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setGap(undefined);
      },
      onDrop(event: DragEvent) {
        setGap(undefined);
        const id = event.dataTransfer.getData(GRAPH_TYPE);
        if (!list.current || id === '') return;
        event.preventDefault();
        useDocuments.getState().move(id, gapAt(list.current, event.clientX).index);
      },
    },
  };
}
