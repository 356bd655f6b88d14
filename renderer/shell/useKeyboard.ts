import { useEffect } from 'react';
import { forgetCopied } from '../build/editor/actions';
import { focusOf, isTextSelected } from '../commands/focus';
import { commandFor } from '../commands/registry';
import { useNavigation } from '../state/navigation';

/** What was clicked last, until the keyboard goes elsewhere. */
let clicked: Element | undefined;
/** Whether the keyboard, and no click, gave the focus to what has it. */
let byKeyboard = false;

function onPointerDown({ target }: PointerEvent) {
  clicked = target instanceof Element ? target : undefined;
}

function onFocusIn({ target }: FocusEvent) {
  byKeyboard = target instanceof Element && target.matches(':focus-visible');
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
  const element = event.target instanceof Element ? event.target : document.body;
  if (event.key === 'Tab' && !isRestingOnCanvas(element)) {
    clicked = undefined;
    return;
  }
  // Enter presses a button that was only clicked, too.
  if (event.key === 'Enter' && element.closest('button, a, [role=button], [role=tab]')) return;
  const command = commandFor(event, {
    focus: focusOf(element, byKeyboard),
    canvas: useNavigation.getState().view === 'build',
    textSelected: isTextSelected(),
  });
  if (!command) return;
  event.preventDefault();
  void command.perform();
}

function onTextCopied() {
  if (isTextSelected()) forgetCopied();
}

export function useKeyboard() {
  useEffect(() => {
    // Before the search closes itself: the next Tab leaves the canvas.
    const onEscape = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') clicked = undefined;
    };
    window.addEventListener('pointerdown', onPointerDown, true);
    window.addEventListener('focusin', onFocusIn, true);
    window.addEventListener('copy', onTextCopied);
    window.addEventListener('cut', onTextCopied);
    window.addEventListener('keydown', onEscape, true);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('pointerdown', onPointerDown, true);
      window.removeEventListener('focusin', onFocusIn, true);
      window.removeEventListener('copy', onTextCopied);
      window.removeEventListener('cut', onTextCopied);
      window.removeEventListener('keydown', onEscape, true);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}
