/**
 * Where the pointer is in an element, from its upper left corner, in the pixels of its own layout. Demo mode enlarges
 * those (theme/theme.ts).
 */
export function pointerIn(
  element: HTMLElement,
  { clientX, clientY }: { clientX: number; clientY: number },
): { x: number; y: number } {
  const { left, top, width } = element.getBoundingClientRect();
  const scale = width > 0 ? element.offsetWidth / width : 1;
  return { x: (clientX - left) * scale, y: (clientY - top) * scale };
}
