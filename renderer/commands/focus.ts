/** What has the focus, as far as shortcuts are concerned. */

export const FOCUSES = ['canvas', 'control', 'own-keys', 'text', 'dialog'] as const;
/**
 * - `canvas`: the canvas, nothing, or what was only clicked: keys are for the graph
 * - `control`: a button, a tab or a link that the keyboard went to
 * - `own-keys`: what has a meaning of its own for letters and arrows, such as a chart, a list or a slider
 * - `text`: what is typed into
 * - `dialog`: a dialog or a menu, which hides everything else from the keys
 */
export type Focus = (typeof FOCUSES)[number];

const TEXT =
  'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true], [role=textbox]';
const OWN_KEYS = '[role=menu], [role=listbox], [role=radiogroup], [role=grid], [role=slider]';
const DIALOG = '.MuiModal-root';
/** What MUI fades, with the style that it gives it there from the moment when it begins to close. */
const CLOSING = '.MuiDialog-container, .MuiPopover-paper';

/** Without those that have been closed and are still fading. */
const openDialogs = (): Element[] =>
  [...document.querySelectorAll(DIALOG)].filter(
    (root) => root.querySelector<HTMLElement>(CLOSING)?.style.opacity !== '0',
  );

/**
 * @param element what has the focus; the body, or the view as a whole, if nothing has
 * @param byKeyboard whether the keyboard moved the focus there
 */
export function focusOf(element: Element, byKeyboard: boolean): Focus {
  const isNothing = element === document.body || element.matches('main');
  const dialogs = openDialogs();
  if (isNothing ? dialogs.length > 0 : dialogs.some((root) => root.contains(element))) return 'dialog';
  if (element.matches(TEXT)) return 'text';
  if (element.closest(OWN_KEYS)) return 'own-keys';
  return isNothing || element.closest('.sw-canvas') || !byKeyboard ? 'canvas' : 'control';
}

/** Whether text outside of the canvas and of fields is selected. */
export function isTextSelected(): boolean {
  const selection = window.getSelection();
  return selection !== null && selection.toString() !== '';
}
