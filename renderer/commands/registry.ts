/** All commands of the window. A file of commands registers them when it is loaded, by shell/commands. */
import { rankByWords, searchWords } from '../../core/basics/search';
import { type Command, canRun, labelOf, searchTexts } from './command';
import { FOCUSES, type Focus } from './focus';
import { isBare, isForText, isPlain, type KeyPress, matchesKeys, sameKeys } from './keys';
import { keysOf } from './ownKeys';

type Commands = readonly Command[];

const groups = new Map<string, Commands | (() => Commands)>();

/**
 * A file that is loaded again in development replaces its commands.
 * @param commands a function where there is one for each of a list that changes, such as the data sets
 */
export function registerCommands(group: string, commands: Commands | (() => Commands)): void {
  groups.set(group, commands);
}

/** Adds the common properties of canvas commands. */
export const onCanvas = (
  section: Command['section'],
  commands: readonly Omit<Command, 'section' | 'where'>[],
): Command[] => commands.map((command) => ({ ...command, section, where: 'canvas' }));

/** In the order of registration. */
export const allCommands = (): readonly Command[] =>
  [...groups.values()].flatMap((commands) => (typeof commands === 'function' ? commands() : commands));

/** As they were registered together, without those that come and go with a list, such as one for each data set. */
export const fixedGroups = (): readonly Commands[] =>
  [...groups.values()].flatMap((commands) => (typeof commands === 'function' ? [] : [commands]));

export const fixedCommands = (): readonly Command[] => fixedGroups().flat();

/** Those with these ids, in this order. @throws for an id that no command has */
export function commandsById(ids: readonly string[]): Command[] {
  const all = new Map(allCommands().map((command) => [command.id, command]));
  return ids.map((id) => {
    const command = all.get(id);
    if (!command) throw new Error(`no command has the id ${id}`);
    return command;
  });
}

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
  focus: Focus;
  /** Whether Build is shown. */
  canvas: boolean;
  /** Whether text is selected somewhere. */
  textSelected: boolean;
}

/** Whether keys that match run the command there. */
function takesKeys(
  { where, whileTyping, yieldsToText }: Command,
  keys: string,
  context: KeyContext,
): boolean {
  const { focus, canvas, textSelected } = context;
  if (focus === 'dialog' || (where !== undefined && !canvas)) return false;
  if (focus === 'text') return whileTyping === true && !isForText(keys);
  if (where === undefined) return focus === 'canvas' || !isPlain(keys);
  if (focus === 'own-keys') return false;
  if (yieldsToText && textSelected) return false;
  return focus === 'canvas' || !isBare(keys);
}

/** The command for a key press. */
export function commandFor(event: KeyPress, context: KeyContext, all = allCommands()): Command | undefined {
  return all.find(
    (command) =>
      keysOf(command).some((keys) => matchesKeys(event, keys) && takesKeys(command, keys, context)) &&
      canRun(command),
  );
}

const CONTEXTS: readonly KeyContext[] = FOCUSES.flatMap((focus) =>
  [true, false].flatMap((canvas) => [true, false].map((textSelected) => ({ focus, canvas, textSelected }))),
);

/** The other commands that have these keys and would act on them in a place where `command` would, too. */
export function rivalsOf(command: Command, keys: string, all = allCommands()): Command[] {
  const contexts = CONTEXTS.filter((context) => takesKeys(command, keys, context));
  return all.filter(
    (other) =>
      other.id !== command.id &&
      keysOf(other).some((one) => sameKeys(one, keys)) &&
      contexts.some((context) => takesKeys(other, keys, context)),
  );
}
