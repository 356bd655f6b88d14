/** `skipwire bin`: lists, restores and empties what was deleted. */
import { Command } from 'commander';
import { BIN_DAYS, daysLeft } from '../../../core/contract/bin';
import { formatBytes } from '../../../core/format/bytes';
import { t } from '../../../core/messages';
import { columns, headings, print, printJson, say } from '../output/output';

const open = async () => {
  const { Bin } = await import('../../bin');
  const { binRoot } = await import('../../basics/paths');
  return new Bin({ root: binRoot() });
};

const sum = (sizes: readonly number[]): string => formatBytes(sizes.reduce((all, one) => all + one, 0));

export function binCommand(): Command {
  return new Command('bin')
    .description(t('cli.bin.description', { days: BIN_DAYS }))
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(restoreCommand())
    .addCommand(emptyCommand());
}

const listCommand = (): Command =>
  new Command('list')
    .description(t('cli.bin.list'))
    .option('--json', t('cli.options.json'))
    .action(async ({ json }: { json?: boolean }) => {
      const entries = await (await open()).list();
      if (json) return printJson(entries);
      if (entries.length === 0) return say(t('cli.bin.isEmpty'));
      const now = new Date();
      const rows = entries.map((entry) => [
        entry.id,
        t('cli.bin.kind', { kind: entry.kind }),
        entry.label,
        entry.deletedAt.slice(0, 16).replace('T', ' '),
        String(daysLeft(entry, now)),
        formatBytes(entry.bytes),
      ]);
      print(columns([headings('id', 'kind', 'name', 'deleted', 'daysLeft', 'size'), ...rows], [4, 5]));
    });

const restoreCommand = (): Command =>
  new Command('restore')
    .description(t('cli.bin.restore'))
    .argument('<ids...>', t('cli.bin.ids'))
    .action(async (ids: string[]) => {
      const bin = await open();
      for (const id of ids) {
        const { label, from } = await bin.restore(id);
        say(t('cli.bin.restored', { label, path: from }));
      }
    });

const emptyCommand = (): Command =>
  new Command('empty')
    .description(t('cli.bin.empty'))
    .option('--yes', t('cli.bin.yes'))
    .action(async ({ yes }: { yes?: boolean }) => {
      const bin = await open();
      const entries = await bin.list();
      if (entries.length === 0) return say(t('cli.bin.isEmpty'));
      if (!yes) {
        const { refuse } = await import('../../basics/refusal');
        const size = sum(entries.map(({ bytes }) => bytes));
        refuse('cli.bin.confirm', { count: entries.length, size });
      }
      const gone = await bin.empty();
      say(t('cli.bin.emptied', { size: sum(gone.map(({ bytes }) => bytes)) }));
    });
