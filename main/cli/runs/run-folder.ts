/** `skipwire run-folder`: trains a single run from its folder, for schedulers and other machines. */
import { Command } from 'commander';
import { t } from '../../../core/messages';

export function runFolderCommand(): Command {
  return new Command('run-folder')
    .description(t('cli.runFolder.description'))
    .argument('<folder>', t('cli.runFolder.folder'))
    .option('--take-over', t('cli.runFolder.takeOver'))
    .action(async (folder: string, { takeOver = false }: { takeOver?: boolean }) => {
      const { trainFolder } = await import('./train-folder');
      await trainFolder(folder, takeOver);
    });
}
