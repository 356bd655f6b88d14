/** What `--help` says, of every command. */
import type { Command } from 'commander';
import { createProgram } from '../../../main/cli/program';

const below = (command: Command): Command[] => [command, ...command.commands.flatMap(below)];

/** The heads of the help with the first word of each entry. */
function sections(command: Command): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let head = '';
  for (const line of command.helpInformation().split('\n')) {
    const title = /^(\S.*):$/.exec(line)?.[1];
    if (title !== undefined) head = title;
    const word = /^ {2}(\S+)/.exec(line)?.[1];
    if (head !== '' && word !== undefined) found.set(head, [...(found.get(head) ?? []), word]);
  }
  return found;
}

test('commands are in groups, and each is in one', () => {
  const program = createProgram();
  const groups = sections(program);
  expect([...groups.keys()]).toEqual([
    'Options',
    'Networks',
    'Training',
    'Runs',
    'Trained networks',
    'Data and graphs',
    'App and machine',
  ]);
  groups.delete('Options');
  const names = [...groups.values()].flat();
  expect(names.toSorted()).toEqual([...program.commands.map((one) => one.name()), 'help'].toSorted());
});

test('the settings of a training are in the sections of the form', () => {
  const train = createProgram().commands.find((one) => one.name() === 'train')!;
  const groups = sections(train);
  expect([...groups.keys()].slice(0, 4)).toEqual(['Arguments', 'Options', 'Data', 'Training']);
  expect(groups.get('Data')).toEqual(expect.arrayContaining(['--dataset', '--labels', '--train-limit']));
  expect(groups.get('Training')).toEqual(expect.arrayContaining(['--epochs', '--lr']));
  expect(groups.get('Options')).toEqual(expect.arrayContaining(['--seed', '--set', '--json', '-h,']));
});

test('every text begins with a capital, and no default is a bare list', () => {
  const wrong = below(createProgram()).flatMap((command) =>
    [
      command.description(),
      ...command.options.filter(({ hidden }) => !hidden).map(({ description }) => description),
      ...command.registeredArguments.map(({ description }) => description),
    ].filter((text) => !/^\p{Lu}/u.test(text)),
  );
  expect(wrong).toEqual([]);
  expect(
    below(createProgram())
      .map((command) => command.helpInformation())
      .join(),
  ).not.toMatch(/default: \[/);
});
