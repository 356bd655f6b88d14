/** The commands that the documents show, as a person pastes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../../../main/cli/program';

const root = join(__dirname, '..', '..', '..');

/** The words after `npx skipwire`, with a run's id for `<run>`. */
const shown = ['README.md', 'CONTRIBUTING.md', 'docs/desktop.md'].flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/npx skipwire ([^`\n]+)/g)].map(([, words]) => words!),
);

const wordsOf = (line: string): string[] =>
  [...line.replace(/\s*\|.*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) =>
    (quoted ?? plain!).replace(/^<(\w+)>$/, 'some-$1'),
  );

/** Every command takes its words and does nothing. */
function idle(command: Command): Command {
  command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  // A command with subcommands may also do something itself.
  if (command.commands.length === 0 || '_actionHandler' in command) command.action(() => {});
  command.commands.forEach(idle);
  return command;
}

test.each(shown)('skipwire %s is understood', async (line) => {
  await expect(idle(createProgram()).parseAsync(wordsOf(line), { from: 'user' })).resolves.toBeDefined();
});
