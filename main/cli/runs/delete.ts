/** `skipwire delete`: moves runs to the bin. */
import { Command } from 'commander';
import { BIN_DAYS } from '../../../core/contract/bin';
import { say } from '../output/output';

export function deleteCommand(): Command {
  return new Command('delete')
    .description(`move runs to the bin, where they can be restored for ${BIN_DAYS} days`)
    .argument('<runs...>', 'ids or folders of runs')
    .option('--for-good', 'delete them at once: they cannot be restored')
    .action(async (runs: string[], { forGood }: { forGood?: boolean }) => {
      const { Bin } = await import('../../bin');
      const { locateRun } = await import('../../exporting');
      const { binRoot } = await import('../../basics/paths');
      const bin = new Bin({ root: binRoot() });
      for (const run of runs) {
        const { store, id } = await locateRun(run);
        if (forGood) {
          await store.remove(id);
          say(`Run ${id} is deleted.`);
          continue;
        }
        const entry = await store.moveToBin(id, bin);
        say(`${entry.label} is in the bin. To restore it: skipwire bin restore ${entry.id}`);
      }
    });
}
