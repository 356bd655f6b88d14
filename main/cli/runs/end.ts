/** `skipwire stop` and `skipwire pause`: end a run that a window or another terminal trains. */
import { Command } from 'commander';
import type { Ending } from '../../runs/requests';

export const stopCommand = (): Command =>
  endCommand(
    'stop',
    'stopped',
    'stop a run at its next batch, with a checkpoint, and drop the runs behind it',
  );

export const pauseCommand = (): Command =>
  endCommand('pause', 'paused', 'pause a run and the runs behind it, with a checkpoint, to be resumed later');

function endCommand(name: string, as: Ending, description: string): Command {
  return new Command(name)
    .description(`${description}, whichever process trains it`)
    .argument('<run>', "a run's id, or its folder")
    .action(async (run: string) => {
      const { locateRun } = await import('../../exporting');
      const { say } = await import('../output/output');
      const { tellEnded } = await import('../training/run-end');
      const { store, id } = await locateRun(run);
      say('Asking the process that trains it. It ends at its next batch.');
      tellEnded({ record: await store.end(id, as), folder: store.folder(id).path });
    });
}
