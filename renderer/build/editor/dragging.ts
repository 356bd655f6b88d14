/** What the mouse is over while something is dragged onto the canvas. */

/** The MIME type under which the palette hands over the id of an item. */
export const PALETTE_TYPE = 'application/x-skipwire-palette';

export interface ScreenPoint {
  x: number;
  y: number;
}

export function screenPoint(event: MouseEvent | TouchEvent): ScreenPoint {
  const touch = 'changedTouches' in event ? event.changedTouches[0] : undefined;
  const at = touch ?? (event as MouseEvent);
  return { x: at.clientX, y: at.clientY };
}

/** The wire under a point. */
export function wireAt({ x, y }: ScreenPoint): Element | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const wire = element.closest('.react-flow__edge');
    if (wire) return wire;
  }
  return undefined;
}

export function wireId(wire: Element | undefined): string | undefined {
  return wire?.getAttribute('data-id') ?? undefined;
}

/** Key of the layer or folded group under a point. */
export function nodeAt({ x, y }: ScreenPoint): string | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const node = element.closest('.react-flow__node');
    if (node && !node.classList.contains('react-flow__node-frame'))
      return node.getAttribute('data-id') ?? undefined;
  }
  return undefined;
}

let marked: Element | undefined;

/** Shows which wire a drop would go on. */
export function markWire(wire: Element | undefined) {
  if (wire === marked) return;
  marked?.classList.remove('drop');
  wire?.classList.add('drop');
  marked = wire;
}
