/** `skipwire stop` and `skipwire pause`: end a run that another process trains. */
import { Command } from 'commander';
import { t } from '../../../core/messages';
import type { Ending } from '../../runs/requests';

export const stopCommand = (): Command => endCommand('stop', 'stopped', t('cli.end.stop'));

export const pauseCommand = (): Command => endCommand('pause', 'paused', t('cli.end.pause'));

function endCommand(name: string, as: Ending, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<run>', t('cli.arguments.run'))
    .action(async (run: string) => {
      const { locateRun } = await import('../../exporting');
      const { say } = await import('../output/output');
      const { tellEnded } = await import('../training/run-end');
      const { store, id } = await locateRun(run);
      say(t('cli.end.asked'));
      tellEnded({ record: await store.end(id, { as }), folder: store.folder(id).path });
    });
}
