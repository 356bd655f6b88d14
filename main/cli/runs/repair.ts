/** `skipwire repair`: repairs the files of a run. */
import { Command, Option } from 'commander';
import type { RepairReport } from '../../../core/contract/repair';
import { lines, t, textOf } from '../../../core/messages';
import { quoted } from '../../basics/shell-quote';
import { print, say } from '../output/output';

export function repairCommand(): Command {
  return new Command('repair')
    .description(t('cli.repair.description'))
    .argument('<run>', t('cli.arguments.run'))
    .option('--dry-run', t('cli.repair.dryRun'))
    .action(async (run: string, { dryRun = false }: { dryRun?: boolean }) => {
      const { locateRun } = await import('../../exporting');
      const { store, id } = await locateRun(run);
      if (dryRun) {
        const found = await store.inspect(id);
        print(found.length === 0 ? t('cli.repair.nothing', { id }) : textOf(lines(found)));
        return;
      }
      const report = await store.repair(id);
      tellRepair(report, id);
      const { state } = await store.get(id);
      if (state !== 'finished') say(t('cli.end.resume', { folder: quoted(store.folder(id).path) }));
    });
}

export const repairOption = (): Option => new Option('--repair', t('cli.repair.option'));

export function tellRepair({ found, done, kept, from }: RepairReport, id: string): void {
  if (found.length === 0) {
    say(t('cli.repair.nothing', { id }));
    return;
  }
  for (const one of found) say(t('cli.repair.found', { problem: one }));
  for (const one of done) say(t('cli.repair.done', { change: one }));
  if (kept !== undefined) say(t('cli.repair.kept', { folder: kept }));
  say(from.step === 0 ? t('cli.repair.fromStart') : t('cli.repair.from', from));
}
