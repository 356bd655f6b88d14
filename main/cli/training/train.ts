/** `skipwire train`: one network, once. */
import { Command } from 'commander';
import { t } from '../../../core/messages';
import { seedSchema } from '../../../core/study/seed';
import { addTrainingOptions, defaultSeed, type TrainingFlags } from '../options/training';
import { number } from '../options/values';

interface TrainFlags extends TrainingFlags {
  seed: number;
  json?: boolean;
}

export function trainCommand(): Command {
  const command = new Command('train')
    .description(t('cli.train.description'))
    .argument('<network>', t('cli.arguments.network'));
  return addTrainingOptions(command)
    .option('--seed <n>', t('cli.train.seed'), number(seedSchema), defaultSeed)
    .option('--json', t('cli.options.jsonLines'))
    .action(train);
}

async function train(network: string, flags: TrainFlags): Promise<void> {
  const { trainFromTerminal } = await import('./training-run');
  const { tellEnd } = await import('./run-end');
  const { Reporter } = await import('./reporter');
  const json = flags.json === true;
  const { runs, stopped } = await trainFromTerminal([network], flags, [flags.seed], new Reporter({ json }));
  tellEnd(runs[0], stopped, json);
}
