/** `skipwire study`: trains networks with several seeds and prints what their shortcuts are worth. */
import { Command, Option } from 'commander';
import { listOf, message, t } from '../../../core/messages';
import { firstStudy } from '../../../core/study/first-study';
import { seedSchema, withRangesWritten } from '../../../core/study/seed';
import { addTrainingOptions, defaultSeed, type TrainingFlags } from '../options/training';
import { numbers, words } from '../options/values';
import { wrongUsage } from '../usage-errors';
import {
  studyCheckCommand,
  studyNewCommand,
  studyRunCommand,
  studyScriptCommand,
  tableFormat,
} from './study-file';

interface StudyFlags extends TrainingFlags {
  arms?: string[];
  first?: true;
  seeds: number[];
  format: 'md' | 'csv' | 'json';
}

const { inputShape, ...options } = firstStudy.network;

/** The flags that `--first` implies. */
const first = {
  ...firstStudy.images,
  ...options,
  input: inputShape,
  recipe: firstStudy.recipe,
  set: Object.entries(firstStudy.records).map(([path, value]) => ({ path: [path], value })),
  seeds: firstStudy.seeds,
};

export function studyCommand(): Command {
  const command = new Command('study')
    .description(t('cli.study.description'))
    .addOption(
      new Option(
        '--first',
        t('cli.study.first', { networks: listOf(firstStudy.presets), dataset: firstStudy.images.dataset }),
      )
        .conflicts('arms')
        .implies(first),
    )
    .addOption(new Option('--arms <networks...>', t('cli.study.arms')).argParser(words));
  return withoutNeeds(addTrainingOptions(command))
    .addOption(
      new Option('--seeds <list>', t('cli.study.seeds'))
        .argParser((text: string) => numbers(seedSchema)(withRangesWritten(text)))
        .default([defaultSeed], String(defaultSeed)),
    )
    .addOption(tableFormat())
    .addCommand(studyRunCommand())
    .addCommand(studyCheckCommand())
    .addCommand(studyNewCommand())
    .addCommand(studyScriptCommand())
    .action(study);
}

/** Commander would ask its subcommands for `--dataset`, too; `study` asks for it itself. */
function withoutNeeds(command: Command): Command {
  for (const option of command.options) option.makeOptionMandatory(false);
  return command;
}

async function study(flags: StudyFlags): Promise<void> {
  const networks = flags.first ? firstStudy.presets : flags.arms;
  if (networks === undefined) return wrongUsage(message('cli.study.noArms'));
  if (flags.dataset === undefined)
    return wrongUsage(message('cli.usage.missingOption', { name: '--dataset <name>', other: '' }));
  const { trainFromTerminal } = await import('./training-run');
  const { Reporter } = await import('./reporter');
  const { tellStudyEnd } = await import('./study-end');
  const outcome = await trainFromTerminal(networks, flags, flags.seeds, new Reporter({ table: true }));
  tellStudyEnd(outcome, flags.format);
}
