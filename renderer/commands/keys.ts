/** Keyboard shortcuts as words ("Ctrl+Shift+Z") and as events. */

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

interface Chord {
  key: string;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
}

/** The keys of a chord; the last may be the plus key itself: "+", "Ctrl++". */
function partsOf(text: string): string[] {
  return text.endsWith('+') ? [...text.slice(0, -1).split('+').filter(Boolean), '+'] : text.split('+');
}

function parseChord(text: string): Chord {
  const parts = partsOf(text);
  const key = parts.pop()!;
  return {
    key: key.toLowerCase(),
    ctrl: parts.includes('Ctrl'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
  };
}

/** Signs that need Shift on some keyboards: only the sign itself is compared. */
const SIGNS = /^[^a-z0-9]$/;

export function matchesKeys(event: KeyPress, text: string): boolean {
  const chord = parseChord(text);
  if (event.key.toLowerCase() !== chord.key) return false;
  if ((event.ctrlKey || event.metaKey) !== chord.ctrl || event.altKey !== chord.alt) return false;
  return SIGNS.test(chord.key) || event.shiftKey === chord.shift;
}

const MAC_SIGNS: Readonly<Record<string, string>> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥' };

/** For people: "Ctrl ⇧ P", or "⌘ ⇧ P" on a Mac. */
export function keysText(text: string, mac: boolean): string {
  const words: Readonly<Record<string, string>> = {
    Delete: 'Del',
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
  };
  return partsOf(text)
    .map((part) => (mac ? MAC_SIGNS[part] : part === 'Shift' ? '⇧' : undefined) ?? words[part] ?? part)
    .join(' ');
}

/** For `aria-keyshortcuts`. */
export function ariaKeys(text: string): string {
  return text.replace('Ctrl', 'Control');
}

export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac/.test(navigator.userAgent);
}
