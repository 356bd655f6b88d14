/** `skipwire restart`: a new run of the same network that begins with a checkpoint's weights, under other settings. */
import { Command, Option } from 'commander';
import { type CheckpointChoice, checkpointChoiceSchema } from '../../../core/contract';
import { seedSchema } from '../../../core/study/seed';
import { type SettingFlags, withFlags } from '../options/settings';
import { addOverrideOptions } from '../options/training';
import { number } from '../options/values';

type RestartFlags = SettingFlags & { checkpoint: CheckpointChoice; seed?: number; json?: boolean };

export const checkpointOption = (): Option =>
  new Option('--checkpoint <which>', 'the newest, or that of the best epoch')
    .choices(checkpointChoiceSchema.options)
    .default('last');

export function restartCommand(): Command {
  const command = new Command('restart')
    .description("train a run's network anew from a checkpoint, with other settings")
    .argument('<run>', "a run's id, or its folder")
    .addOption(checkpointOption());
  return addOverrideOptions(command)
    .option('--seed <n>', "of the new run; the run's own where left out", number(seedSchema))
    .option('--json', 'one JSON object per line: every epoch, then the run')
    .action(async (run: string, { checkpoint, json = false, ...flags }: RestartFlags) => {
      const { takeUp } = await import('./take-up');
      await takeUp(run, { json }, async ({ training, runs }, id) => {
        const settings = withFlags((await runs.get(id)).settings, flags);
        return (await training.restart(id, checkpoint, settings)).runIds[0] as string;
      });
    });
}
