/**
 * All commands of the window. Those of a view are in a file beside it, which registers them when it is loaded
 * (shell/commands loads them all at the start).
 */
import { type Command, canRun, labelOf } from './command';
import { matchesKeys } from './keys';

const groups = new Map<string, readonly Command[]>();

/** Adds a file's commands; a file that is loaded again in development replaces them. */
export function registerCommands(group: string, commands: readonly Command[]): void {
  groups.set(group, commands);
}

/** In the order of registration. */
export const allCommands = (): readonly Command[] => [...groups.values()].flat();

/** Those that match all words of the query, best first: label before keywords, start of a word before its middle. */
export function findCommands(query: string, all = allCommands()): Command[] {
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
  all = allCommands(),
): Command | undefined {
  return all.find(
    (command) =>
      command.keys?.some((keys) => matchesKeys(event, keys)) &&
      (!context.typing || command.whileTyping) &&
      (!command.canvasOnly || context.canvas) &&
      canRun(command),
  );
}
