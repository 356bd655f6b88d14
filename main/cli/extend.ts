/** `skipwire extend`: more epochs for a run that has ended. */
import { Command } from 'commander';
import { trainingSettingsSchema } from '../../core/study/settings';
import { number } from './options';

interface ExtendFlags {
  epochs: number;
  json?: boolean;
}

export function extendCommand(): Command {
  return new Command('extend')
    .description('train a run that has ended for some more epochs')
    .argument('<run>', "a run's id, or its folder")
    .requiredOption('--epochs <n>', 'so many more', number(trainingSettingsSchema.shape.epochs.unwrap()))
    .option('--json', 'one JSON object per line: every epoch, then the run')
    .action(async (run: string, { epochs, json = false }: ExtendFlags) => {
      const { takeUp } = await import('./take-up');
      await takeUp(run, json, async ({ training }, id) => {
        await training.extend(id, epochs);
        return id;
      });
    });
}
