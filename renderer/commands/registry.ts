/** All commands of the window. A new one is one object in the file of its section. */

import { ablateCommands } from '../build/commands/ablate';
import { editCommands } from '../build/commands/edit';
import { viewCommands } from '../build/commands/view';
import { fileCommands } from '../shell/commands/file';
import { openLicenses } from '../shell/licenses/licenses';
import { useCommandPalette } from '../state/commandPalette';
import { type Command, canRun, labelOf } from './command';
import { matchesKeys } from './keys';

export const searchCommands: Command = {
  id: 'app.commands',
  section: 'View',
  label: 'Search commands',
  keys: ['Ctrl+Shift+P', 'F1'],
  whileTyping: true,
  perform: () => useCommandPalette.getState().setOpen(true),
};

export const licensesCommand: Command = {
  id: 'app.licenses',
  section: 'View',
  label: 'Licenses',
  keywords: ['help', 'about', 'open source', 'third party'],
  perform: openLicenses,
};

export const commands: readonly Command[] = [
  ...editCommands,
  ...viewCommands,
  ...ablateCommands,
  ...fileCommands,
  searchCommands,
  licensesCommand,
];

/** Those that match all words of the query, best first: label before keywords, start of a word before its middle. */
export function findCommands(query: string, all: readonly Command[] = commands): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = all.flatMap((command, index) => {
    const label = labelOf(command).toLowerCase();
    const others = [command.section, ...(command.keywords ?? [])].join(' ').toLowerCase();
    let score = 0;
    for (const word of words) {
      if (label.startsWith(word)) score += 4;
      else if (new RegExp(`\\b${escaped(word)}`).test(label)) score += 3;
      else if (label.includes(word)) score += 2;
      else if (others.includes(word)) score += 1;
      else return [];
    }
    return [{ command, score, index }];
  });
  scored.sort((a, b) => b.score - a.score || a.index - b.index);
  return scored.map(({ command }) => command);
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

export interface KeyContext {
  /** The focus is in a text field. */
  typing: boolean;
  /** The Build view is shown and no dialog stands over it. */
  canvas: boolean;
}

/** The command that a key press means now. */
export function commandFor(
  event: Parameters<typeof matchesKeys>[0],
  context: KeyContext,
  all: readonly Command[] = commands,
): Command | undefined {
  return all.find(
    (command) =>
      command.keys?.some((keys) => matchesKeys(event, keys)) &&
      (!context.typing || command.whileTyping) &&
      (!command.canvasOnly || context.canvas) &&
      canRun(command),
  );
}
