/** Opens the node search where the person is looking. */
import { useCanvasView } from './canvasView';

export function openSearchAtCenter() {
  const canvas = document.querySelector('.sw-canvas')?.getBoundingClientRect();
  if (!canvas) return;
  useCanvasView.getState().openSearch({
    screen: { x: canvas.left + canvas.width / 2 - 150, y: canvas.top + Math.min(120, canvas.height / 4) },
  });
}
