import { matchesWords, searchWords } from '../../../core/basics/search';
import { type Command, labelOf, searchTexts } from '../../commands/command';
import { keysText } from '../../commands/keys';
import { keysOf } from '../../commands/ownKeys';
import { fixedCommands } from '../../commands/registry';

/** Commands whose name or keys match all words, in the order of registration. */
export function findShortcuts(query: string): Command[] {
  const words = searchWords(query);
  return fixedCommands().filter((command) =>
    matchesWords(words, [
      labelOf(command),
      ...keysOf(command).flatMap((keys) => [keys, keysText(keys)]),
      ...searchTexts(command),
    ]),
  );
}
