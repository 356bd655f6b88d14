/** `skipwire bin`: what was deleted, and how to restore it. */
import { Command } from 'commander';
import { BIN_DAYS, daysLeft } from '../../../core/contract/bin';
import { formatBytes } from '../../../core/format/bytes';
import { plural } from '../../../core/format/plural';
import { columns, print, printJson, say } from '../output/output';

const open = async () => {
  const { Bin } = await import('../../bin');
  const { binRoot } = await import('../../basics/paths');
  return new Bin({ root: binRoot() });
};

const sum = (sizes: readonly number[]): string => formatBytes(sizes.reduce((all, one) => all + one, 0));

export function binCommand(): Command {
  return new Command('bin')
    .description(`list and restore what was deleted in the last ${BIN_DAYS} days`)
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(restoreCommand())
    .addCommand(emptyCommand());
}

const listCommand = (): Command =>
  new Command('list')
    .description('what is in the bin, newest first (the default)')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const entries = await (await open()).list();
      if (json) return printJson(entries);
      if (entries.length === 0) return say('The bin is empty.');
      const now = new Date();
      const rows = entries.map((entry) => [
        entry.id,
        entry.kind,
        entry.label,
        entry.deletedAt.slice(0, 16).replace('T', ' '),
        String(daysLeft(entry, now)),
        formatBytes(entry.bytes),
      ]);
      print(columns([['id', 'kind', 'name', 'deleted (UTC)', 'days left', 'size'], ...rows], [4, 5]));
    });

const restoreCommand = (): Command =>
  new Command('restore')
    .description('move things from the bin back to where they were')
    .argument('<ids...>', 'as "skipwire bin list" shows them')
    .action(async (ids: string[]) => {
      const bin = await open();
      for (const id of ids) {
        const { label, from } = await bin.restore(id);
        say(`${label} is back: ${from}`);
      }
    });

const emptyCommand = (): Command =>
  new Command('empty')
    .description('delete everything in the bin for good')
    .option('--yes', 'do not ask')
    .action(async ({ yes }: { yes?: boolean }) => {
      const bin = await open();
      const entries = await bin.list();
      if (entries.length === 0) return say('The bin is empty.');
      const what = `${plural(entries.length, 'item')}, ${sum(entries.map(({ bytes }) => bytes))}`;
      if (!yes) {
        const { Refusal } = await import('../../basics/refusal');
        throw new Refusal(`This deletes for good what is in the bin: ${what}. Add --yes to do it.`);
      }
      const gone = await bin.empty();
      say(`The bin is empty. Freed: ${sum(gone.map(({ bytes }) => bytes))}.`);
    });
