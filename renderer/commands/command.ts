/**
 * A command is one object: its words, its keys, when it can run and what it does. The registry feeds the
 * keyboard, the command search and the menus alike (index.ts).
 */

export type Section = 'Edit' | 'Select' | 'View' | 'Graph' | 'Ablate' | 'File' | 'Presets' | 'Go to';

export interface Command {
  id: string;
  section: Section;
  /** What it does now; a function where that depends on the state ("Undo: Move Conv2D"). */
  label: string | (() => string);
  /** Search words beside the label. */
  keywords?: readonly string[];
  /** "Ctrl+Shift+P"; Ctrl stands for Command on a Mac. The first is shown. */
  keys?: readonly string[];
  /** Also while a text field has the focus. */
  whileTyping?: boolean;
  /** Offered, and its keys at work, only while the Build view is shown. */
  canvasOnly?: boolean;
  when?(): boolean;
  perform(): void | Promise<void>;
}

export function labelOf(command: Command): string {
  return typeof command.label === 'string' ? command.label : command.label();
}

export function canRun(command: Command): boolean {
  return command.when?.() ?? true;
}
