/** `skipwire repair`: puts the files of a run right, so that it can go on. */
import { Command, Option } from 'commander';
import type { RepairReport } from '../../../core/contract/repair';
import { print, say } from '../output/output';

export function repairCommand(): Command {
  return new Command('repair')
    .description('repair the files of a run so that it can be resumed; the originals are kept')
    .argument('<run>', "a run's id, or its folder")
    .option('--dry-run', 'only say what is wrong')
    .action(async (run: string, { dryRun = false }: { dryRun?: boolean }) => {
      const { locateRun } = await import('../../exporting');
      const { quoted } = await import('../training/run-end');
      const { store, id } = await locateRun(run);
      if (dryRun) {
        const found = await store.inspect(id);
        print(found.length === 0 ? `Nothing is wrong with run ${id}.` : found.join('\n'));
        return;
      }
      const report = await store.repair(id);
      tellRepair(report, id);
      const { state } = await store.get(id);
      if (state !== 'finished') say(`To go on: skipwire resume ${quoted(store.folder(id).path)}`);
    });
}

/** For the commands that resume a run. */
export const repairOption = (): Option =>
  new Option('--repair', 'repair the files of the run first, as "skipwire repair" does');

/** What was wrong, what was done about it, and where the files are as they were. */
export function tellRepair({ found, done, kept, from }: RepairReport, id: string): void {
  if (found.length === 0) {
    say(`Nothing is wrong with run ${id}.`);
    return;
  }
  for (const one of found) say(`Found: ${one}`);
  for (const one of done) say(`Done: ${one}`);
  if (kept !== undefined) say(`The original files are in ${kept}, in the folder of the run.`);
  say(from.step === 0 ? 'It begins again.' : `It goes on after step ${from.step}, epoch ${from.epoch}.`);
}
