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
  if (key === ' ') return 'space';
  const letter = code?.match(/^Key([A-Z])$/)?.[1];
  return (/^[ -~]$/.test(key) ? key : (letter ?? key)).toLowerCase();
}

const HELD = ['Control', 'Meta', 'Shift', 'Alt', 'AltGraph', 'CapsLock', 'Process', 'Dead', 'Unidentified'];

/** The keys of a press as words; undefined while only Ctrl, Shift or Alt is held. */
export function keysFrom(event: KeyPress): string | undefined {
  if (HELD.includes(event.key)) return undefined;
  const key = keyOf(event);
  const name = key === 'space' ? 'Space' : key.length === 1 ? key.toUpperCase() : event.key;
  return [
    ...(event.ctrlKey || event.metaKey ? ['Ctrl'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey && !SIGNS.test(key) ? ['Shift'] : []),
    name,
  ].join('+');
}

export function sameKeys(one: string, other: string): boolean {
  const [a, b] = [parseChord(one), parseChord(other)];
  return a.key === b.key && a.ctrl === b.ctrl && a.alt === b.alt && a.shift === b.shift;
}

const MOVES = /^(arrow.*|home|end|page.*|backspace|delete|enter|tab|escape|space)$/;

/** A letter, a digit or a key that moves, with nothing held but Shift: lists, sliders and buttons have uses for these. */
export function isPlain(text: string): boolean {
  const { key, ctrl, alt } = parseChord(text);
  return !ctrl && !alt && (/^[a-z0-9]$/.test(key) || MOVES.test(key));
}

/** What a text field needs itself, to type or to edit. */
export function isForText(text: string): boolean {
  const { key, ctrl, alt } = parseChord(text);
  if (!ctrl && !alt) return key.length === 1 || MOVES.test(key);
  return ctrl && !alt && (/^[acvxyz]$/.test(key) || MOVES.test(key));
}

/** `focus`: they move it, or open and close what has it. */
export type Reserved = 'browser' | 'system' | 'focus';

const RESERVED: Readonly<Record<Reserved, readonly string[]>> = {
  focus: ['Tab', 'Shift+Tab', 'Enter', 'Escape', 'Space'],
  browser: [
    ...['Ctrl+N', 'Ctrl+T', 'Ctrl+W', 'Ctrl+Shift+N', 'Ctrl+Shift+T', 'Ctrl+Shift+W'],
    ...['Ctrl+Tab', 'Ctrl+Shift+Tab', 'Ctrl+PageUp', 'Ctrl+PageDown'],
    ...['Ctrl+R', 'Ctrl+Shift+R', 'F5', 'F11', 'F12', 'Ctrl+Shift+I', 'Ctrl+0'],
  ],
  system: ['Alt+F4', 'Alt+Space', 'Alt+Tab', 'Ctrl+Alt+Delete'],
};
const RESERVED_ON_MAC = ['Ctrl+Q', 'Ctrl+H', 'Ctrl+M', 'Ctrl+Space'];

/** Who keeps these keys, so that no command can have them. */
export function reservedBy(text: string, mac = isMac()): Reserved | undefined {
  const is = (keys: readonly string[]) => keys.some((one) => sameKeys(one, text));
  if (mac && is(RESERVED_ON_MAC)) return 'system';
  return (Object.keys(RESERVED) as Reserved[]).find((who) => is(RESERVED[who]));
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

const IN_ELECTRON: Readonly<Record<string, string>> = {
  Ctrl: 'CommandOrControl',
  '+': 'Plus',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};
const SAME_IN_ELECTRON =
  /^([!-~]|F\d{1,2}|Alt|Backspace|Delete|End|Enter|Escape|Home|Insert|PageDown|PageUp|Shift|Space|Tab)$/;

/**
 * For Electron's menus. Undefined for keys that have no name there; on a Mac also without Ctrl and Alt, since its menus
 * would take them from what is typed.
 */
export function acceleratorOf(text: string, mac = isMac()): string | undefined {
  if (mac && isBare(text)) return undefined;
  const parts = partsOf(text).map(
    (part) => IN_ELECTRON[part] ?? (SAME_IN_ELECTRON.test(part) ? part : undefined),
  );
  return parts.includes(undefined) ? undefined : parts.join('+');
}

/** For `aria-keyshortcuts`. */
export function ariaKeys(text: string): string {
  return text.replace('Ctrl', 'Control');
}

function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac/.test(navigator.userAgent);
}
