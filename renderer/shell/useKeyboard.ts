import { useEffect } from 'react';
import { useCanvasView } from '../build/editor/canvasView';
import { commandFor } from '../commands/registry';
import { useNavigation } from '../state/navigation';

const TEXT_INPUTS = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';
/** Arrows and letters have their own meaning here. */
const OWN_KEYS = '[role=menu], [role=listbox], [role=radiogroup], [role=dialog], [role=slider]';

/** What was clicked last, until the keyboard goes elsewhere. */
let clicked: Element | undefined;

function onPointerDown({ target }: PointerEvent) {
  clicked = target instanceof Element ? target : undefined;
}

/** Tab adds a node after a click on the canvas; without one it goes on, as everywhere. */
function isRestingOnCanvas(focus: Element): boolean {
  return (
    clicked?.closest('.sw-canvas') != null &&
    (focus === document.body || focus.closest('.sw-canvas') !== null)
  );
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return;
  const focus = event.target instanceof Element ? event.target : document.body;
  const typing = focus.matches(TEXT_INPUTS);
  const overlay =
    document.querySelector('.MuiModal-root') !== null || useCanvasView.getState().search !== undefined;
  const canvas = useNavigation.getState().view === 'build' && !overlay && !focus.closest(OWN_KEYS);
  if (event.key === 'Tab' && !isRestingOnCanvas(focus)) {
    clicked = undefined;
    return;
  }
  const command = commandFor(event, { typing: typing || overlay, canvas });
  if (!command) return;
  event.preventDefault();
  void command.perform();
}

export function useKeyboard() {
  useEffect(() => {
    // Before the search closes itself: the next Tab leaves the canvas.
    const onEscape = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') clicked = undefined;
    };
    window.addEventListener('pointerdown', onPointerDown, true);
    window.addEventListener('keydown', onEscape, true);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('pointerdown', onPointerDown, true);
      window.removeEventListener('keydown', onEscape, true);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}
