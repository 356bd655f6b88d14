/** All commands of the window. A file of commands registers them when it is loaded, by shell/commands. */
import { rankByWords, searchWords } from '../../core/basics/search';
import { type Command, canRun, labelOf, searchTexts } from './command';
import { matchesKeys } from './keys';

const groups = new Map<string, readonly Command[]>();

/** A file that is loaded again in development replaces its commands. */
export function registerCommands(group: string, commands: readonly Command[]): void {
  groups.set(group, commands);
}

/** Adds the common properties of canvas commands. */
export const onCanvas = (
  section: Command['section'],
  commands: readonly Omit<Command, 'section' | 'canvasOnly'>[],
): Command[] => commands.map((command) => ({ ...command, section, canvasOnly: true }));

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

/**
 * The command for a key press.
 * @param context `typing`: the focus is in a text field; `canvas`: Build is shown, without a dialog over it
 */
export function commandFor(
  event: Parameters<typeof matchesKeys>[0],
  context: { typing: boolean; canvas: boolean },
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
