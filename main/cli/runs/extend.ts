/** `skipwire extend`: more epochs for a run that has ended. */

import { Command, Option } from 'commander';
import { formatRate } from '../../../core/format/number';
import { plural } from '../../../core/format/plural';
import type { ExtensionRate } from '../../../core/study/extension';
import { optimizerFields } from '../../../core/study/optimizer';
import type { RunChange } from '../../../core/study/run';
import { scheduleSchema } from '../../../core/study/schedule';
import { describeExtendedRate } from '../../../core/study/schedule-words';
import { earlyStoppingRestart } from '../../../core/study/setting/facts';
import { type TrainingSettings, trainingSettingsSchema } from '../../../core/study/settings';
import { Refusal } from '../../basics/refusal';
import { kindsOf, type Override, override, withOverrides } from '../options/overrides';
import { number } from '../options/values';
import { say } from '../output/output';
import { repairOption } from './repair';

export interface RateFlags {
  stretch?: true;
  lr?: number;
  schedule?: string;
  set?: Override[];
}
interface ExtendFlags extends RateFlags {
  epochs: number;
  json?: boolean;
  repair?: boolean;
}

export function extendCommand(): Command {
  return new Command('extend')
    .description('train a run that has ended for some more epochs')
    .argument('<run>', "a run's id, or its folder")
    .requiredOption('--epochs <n>', 'so many more', number(trainingSettingsSchema.shape.epochs.unwrap()))
    .option(
      '--stretch',
      'a schedule that spans the training spans the longer one from the next step on, where the rate jumps (default: the schedule ends where it was to end, and its last rate is held)',
    )
    .option(
      '--lr <rate>',
      'the added epochs have this rate, constant unless --schedule says otherwise',
      number(optimizerFields.sgd.learningRate.unwrap()),
    )
    .addOption(
      new Option('--schedule <type>', 'the added epochs have a schedule of their own').choices(
        kindsOf(scheduleSchema),
      ),
    )
    .option('--set <path=value>', 'of that schedule, such as schedule.floor=0.01; may be repeated', override)
    .addOption(repairOption())
    .option('--json', 'one JSON object per line: every epoch, then the run')
    .action(async (run: string, { epochs, json = false, repair, ...flags }: ExtendFlags) => {
      const { takeUp } = await import('./take-up');
      await takeUp(run, { json, repair }, async ({ training, runs }, id) => {
        await training.extend(id, epochs, extensionRate((await runs.get(id)).settings, flags));
        const change = (await runs.get(id)).changes.findLast(({ type }) => type === 'extended');
        if (change?.type === 'extended') say(extensionWords(change, (await runs.get(id)).settings));
        return id;
      });
    });
}

/** `Extended from 2 epochs to 3, the rate staying 0.01.` */
export const extensionWords = (
  change: Extract<RunChange, { type: 'extended' }>,
  settings: Pick<TrainingSettings, 'earlyStopping'>,
): string => {
  const epochs = plural(change.from, 'epoch');
  const rate = describeExtendedRate(change, formatRate);
  const restart = earlyStoppingRestart(settings);
  return `Extended from ${epochs} to ${change.to}${rate}${restart && `; ${restart}`}.`;
};

/** @throws Refusal for flags that exclude each other, and settings that are of no schedule. */
export function extensionRate(settings: TrainingSettings, flags: RateFlags): ExtensionRate {
  const { stretch, lr, schedule, set = [] } = flags;
  const isNew = lr !== undefined || schedule !== undefined || set.length > 0;
  if (stretch && isNew) {
    throw new Refusal(
      'The old schedule is stretched, or the added epochs get a new one. Received: --stretch together with --lr, --schedule or --set.',
    );
  }
  if (!isNew) return { type: stretch ? 'stretch' : 'keep' };
  const foreign = set.find(({ path: [part] }) => part !== 'schedule');
  if (foreign) {
    throw new Refusal(
      `--set of an extension changes its schedule alone; "skipwire restart" changes anything. Received: ${foreign.path.join('.')}.`,
    );
  }
  const kind = { path: ['schedule', 'type'], value: schedule ?? 'constant' };
  return {
    type: 'new',
    learningRate: lr ?? settings.optimizer.learningRate,
    schedule: withOverrides({ ...settings, schedule: { type: 'constant' } }, [kind, ...set]).schedule,
  };
}
