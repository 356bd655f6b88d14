import { useEffect } from 'react';
import { useCanvasView } from '../build/editor/canvasView';
import { commandFor } from '../commands/registry';
import { useNavigation } from '../state/navigation';

const TEXT_INPUTS = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';
/** Arrows and letters have a meaning of their own here. */
const OWN_KEYS = '[role=menu], [role=listbox], [role=radiogroup], [role=dialog], [role=slider]';

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return;
  const focus = event.target instanceof Element ? event.target : document.body;
  const typing = focus.matches(TEXT_INPUTS);
  const overlay =
    document.querySelector('.MuiModal-root') !== null || useCanvasView.getState().search !== undefined;
  const canvas = useNavigation.getState().view === 'build' && !overlay && !focus.closest(OWN_KEYS);
  // Tab opens the search only after a click on the canvas, or with nothing focused.
  if (event.key === 'Tab') {
    const resting =
      focus === document.body || (focus.closest('.sw-canvas') && !focus.matches(':focus-visible'));
    if (!resting) return;
  }
  const command = commandFor(event, { typing: typing || overlay, canvas });
  if (!command) return;
  event.preventDefault();
  void command.perform();
}

export function useKeyboard() {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
