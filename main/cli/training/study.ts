/** `skipwire study`: several networks, each with every seed, and what their shortcuts were worth. */
import { Command, Option } from 'commander';
import { firstStudy } from '../../../core/study/first-study';
import { seedSchema } from '../../../core/study/seed';
import { addTrainingOptions, defaultSeed, settingsOf, type TrainingFlags } from '../options/training';
import { numbers, words } from '../options/values';

interface StudyFlags extends TrainingFlags {
  arms?: string[];
  first?: true;
  seeds: number[];
  format: 'md' | 'csv' | 'json';
}

const { inputShape, ...options } = firstStudy.network;

/** What `--first` stands for, flag by flag. */
const first = {
  ...firstStudy.images,
  ...options,
  input: inputShape,
  recipe: firstStudy.recipe,
  seeds: firstStudy.seeds,
};

export function studyCommand(): Command {
  const command = new Command('study')
    .description('train networks side by side and print the ablation table')
    .addOption(
      new Option(
        '--first',
        `the first study, ready to run: ${firstStudy.presets.join(' and ')} on ${firstStudy.images.dataset}; other flags override its settings`,
      )
        .conflicts('arms')
        .implies(first),
    )
    .addOption(
      new Option('--arms <networks...>', 'presets or graph documents, between commas').argParser(words),
    );
  return addTrainingOptions(command)
    .option('--seeds <list>', 'train each network with each of them: 1,2,3', numbers(seedSchema), [
      defaultSeed,
    ])
    .addOption(new Option('--format <format>', 'of the table').choices(['md', 'csv', 'json']).default('md'))
    .action(study);
}

async function study(flags: StudyFlags, command: Command): Promise<void> {
  const networks = flags.first ? firstStudy.presets : flags.arms;
  if (networks === undefined) {
    command.error(
      'error: Name the networks with --arms, or use --first for the first study. Received: neither.',
    );
  }
  const { trainFromTerminal } = await import('./training-run');
  const { createReporter } = await import('./reporter');
  const { tellStudyEnd } = await import('./study-end');
  const outcome = await trainFromTerminal(
    networks,
    flags,
    (arms, set) => ({
      name: arms.map((arm) => arm.name).join(' against '),
      arms,
      settings: settingsOf(flags, flags.seeds[0] ?? defaultSeed, set),
      seeds: flags.seeds,
    }),
    createReporter({ json: false, epochsOnStdout: false }),
  );
  tellStudyEnd(outcome, flags.format);
}
