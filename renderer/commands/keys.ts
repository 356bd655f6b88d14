/** Keyboard shortcuts as words ("Ctrl+Shift+Z") and as events. */

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'> & {
  code?: string;
};

/** The keys of a chord; the last may be the plus key itself: "+", "Ctrl++". */
function partsOf(text: string): string[] {
  return text.endsWith('+') ? [...text.slice(0, -1).split('+').filter(Boolean), '+'] : text.split('+');
}

function parseChord(text: string) {
  const parts = partsOf(text);
  const key = parts.pop()!;
  return {
    key: key.toLowerCase(),
    ctrl: parts.includes('Ctrl'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
  };
}

/** Some keyboards need Shift for these, so Shift is not compared. */
const SIGNS = /^[^a-z0-9]$/;

/** What the key types; where that is no Latin letter (Hangul, Alt on a Mac), the letter on the key. */
function keyOf({ key, code }: KeyPress): string {
  const letter = code?.match(/^Key([A-Z])$/)?.[1];
  return (/^[ -~]$/.test(key) ? key : (letter ?? key)).toLowerCase();
}

export function matchesKeys(event: KeyPress, text: string): boolean {
  const chord = parseChord(text);
  if (keyOf(event) !== chord.key) return false;
  if ((event.ctrlKey || event.metaKey) !== chord.ctrl || event.altKey !== chord.alt) return false;
  return SIGNS.test(chord.key) || event.shiftKey === chord.shift;
}

const ARROWS = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };
const SHOWN: Readonly<Record<string, string>> = { Delete: 'Del', Shift: '⇧', ...ARROWS };
const SHOWN_ON_MAC: Readonly<Record<string, string>> = { ...SHOWN, Ctrl: '⌘', Alt: '⌥' };

/** Without Ctrl or Alt: a letter, an arrow, Delete. */
export function isBare(text: string): boolean {
  const { ctrl, alt } = parseChord(text);
  return !ctrl && !alt;
}

/** For people: "Ctrl ⇧ P", or "⌘ ⇧ P" on a Mac. */
export function keysText(text: string, mac = isMac()): string {
  const shown = mac ? SHOWN_ON_MAC : SHOWN;
  return partsOf(text)
    .map((part) => shown[part] ?? part)
    .join(' ');
}

/** For `aria-keyshortcuts`. */
export function ariaKeys(text: string): string {
  return text.replace('Ctrl', 'Control');
}

function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac/.test(navigator.userAgent);
}
