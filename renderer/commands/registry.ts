/**
 * All commands of the window. Those of a view are in a file beside it, which registers them when it is loaded
 * (shell/commands loads them all at the start).
 */
import { rankByWords, searchWords } from '../../core/basics/search';
import { type Command, canRun, labelOf, searchTexts } from './command';
import { matchesKeys } from './keys';

const groups = new Map<string, readonly Command[]>();

/** Adds a file's commands; a file that is loaded again in development replaces them. */
export function registerCommands(group: string, commands: readonly Command[]): void {
  groups.set(group, commands);
}

/** In the order of registration. */
export const allCommands = (): readonly Command[] => [...groups.values()].flat();

/** Commands that match all words of the query, best first; all of them for an empty query. */
export function findCommands(query: string, all = allCommands()): Command[] {
  const words = searchWords(query);
  return all
    .map((command) => ({
      command,
      score: rankByWords(words, labelOf(command), searchTexts(command)),
    }))
    .filter(({ score }) => words.length === 0 || score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
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
