/** MIME type of the dragged item's id. */
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

const elementAt = ({ x, y }: ScreenPoint, selector: string): Element | undefined =>
  document.elementsFromPoint(x, y).flatMap((element) => element.closest(selector) ?? [])[0];

/** The wire under a point. */
export const wireAt = (point: ScreenPoint) => elementAt(point, '.react-flow__edge');

/** Id of a wire's or a node's element. */
export const idOf = (element: Element | undefined) => element?.getAttribute('data-id') ?? undefined;

/** Key of the layer or folded group under a point. */
export const nodeAt = (point: ScreenPoint) =>
  idOf(elementAt(point, '.react-flow__node:not(.react-flow__node-frame)'));

let marked: Element | undefined;

/** Highlights the edge that a drop would go into. */
export function markWire(wire: Element | undefined) {
  if (wire === marked) return;
  marked?.classList.remove('drop');
  wire?.classList.add('drop');
  marked = wire;
}
