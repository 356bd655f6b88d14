/** `skipwire restart`: a new run that starts with a checkpoint's weights, with other settings. */
import { Command, Option } from 'commander';
import { type CheckpointChoice, checkpointChoiceSchema } from '../../../core/contract/checkpoint-choice';
import { t } from '../../../core/messages';
import { seedSchema } from '../../../core/study/seed';
import { type SettingFlags, withFlags } from '../options/settings';
import { addOverrideOptions } from '../options/training';
import { number } from '../options/values';

type RestartFlags = SettingFlags & { checkpoint: CheckpointChoice; seed?: number; json?: boolean };

export const checkpointOption = (): Option =>
  new Option('--checkpoint <which>', t('cli.options.checkpoint'))
    .choices(checkpointChoiceSchema.options)
    .default('last');

export function restartCommand(): Command {
  const command = new Command('restart')
    .description(t('cli.restart.description'))
    .argument('<run>', t('cli.arguments.run'))
    .addOption(checkpointOption());
  return addOverrideOptions(command)
    .option('--seed <n>', t('cli.restart.seed'), number(seedSchema))
    .option('--json', t('cli.options.jsonLines'))
    .action(async (run: string, { checkpoint, json = false, ...flags }: RestartFlags) => {
      const { takeUp } = await import('./continue-run');
      await takeUp(run, { json }, async ({ training, runs }, id) => {
        const settings = withFlags((await runs.get(id)).settings, flags);
        return (await training.restart(id, checkpoint, settings)).runIds[0] as string;
      });
    });
}
