/** A command is one object: its label, its keys, when it can run and what it does. */
import { inEnglish, type Key, type Message, message, t, textOf } from '../../core/messages';

/** Shown before the label in the command search. */
export const SECTIONS = {
  ablate: 'commands.sections.ablate',
  compare: 'shell.views.compare',
  data: 'shell.views.data',
  edit: 'commands.sections.edit',
  export: 'shell.views.export',
  file: 'commands.sections.file',
  go: 'commands.sections.go',
  graph: 'commands.sections.graph',
  help: 'commands.sections.help',
  predict: 'shell.views.predict',
  presets: 'commands.sections.presets',
  select: 'commands.sections.select',
  train: 'shell.views.train',
  view: 'commands.sections.view',
} as const satisfies Record<string, Key>;

export interface Command {
  id: string;
  section: keyof typeof SECTIONS;
  /** A function where it depends on the state ("Undo: Move Conv2D"). */
  label: Key | Message | (() => Message);
  /** More words, in English, that find it. */
  keywords?: readonly string[];
  /** "Ctrl+Shift+P"; Ctrl means Command on a Mac. The first is shown. */
  keys?: readonly string[];
  /** Also while a text field has the focus. */
  whileTyping?: boolean;
  /**
   * - `canvas`: acts on the selection or the view of the canvas, so it is offered only while Build is shown
   * - `graph`: acts on the active graph; its keys work in Build, and menus go there first
   */
  where?: 'canvas' | 'graph';
  /** Gives way to the browser while text is selected. */
  yieldsToText?: boolean;
  when?(): boolean;
  perform(): void | Promise<void>;
}

export function labelOf(command: Command): string {
  return textOf(messageOf(command));
}

/** The texts that the command search searches in addition to the label; the English label finds it in any language. */
export function searchTexts(command: Command): string[] {
  const english = inEnglish(messageOf(command));
  return [english, t(SECTIONS[command.section]), ...(command.keywords ?? [])];
}

function messageOf({ label }: Command): Message {
  if (typeof label === 'function') return label();
  return typeof label === 'string' ? message(label) : label;
}

export function canRun(command: Command): boolean {
  return command.when?.() ?? true;
}
