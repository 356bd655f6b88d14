/** `skipwire delete`: moves runs to the bin. */
import { Command } from 'commander';
import { BIN_DAYS } from '../../../core/contract/bin';
import { t } from '../../../core/messages';
import { say } from '../output/output';

export function deleteCommand(): Command {
  return new Command('delete')
    .description(t('cli.delete.description', { days: BIN_DAYS }))
    .argument('<runs...>', t('cli.arguments.runs'))
    .option('--for-good', t('cli.delete.forGood'))
    .action(async (runs: string[], { forGood }: { forGood?: boolean }) => {
      const { Bin } = await import('../../bin');
      const { locateRun } = await import('../../exporting');
      const { binRoot } = await import('../../basics/paths');
      const bin = new Bin({ root: binRoot() });
      for (const run of runs) {
        const { store, id } = await locateRun(run);
        if (forGood) {
          await store.remove(id);
          say(t('cli.delete.deleted', { id }));
          continue;
        }
        const entry = await store.moveToBin(id, bin);
        say(t('cli.delete.moved', { label: entry.label, id: entry.id }));
      }
    });
}
