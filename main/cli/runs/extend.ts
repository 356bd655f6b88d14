/** `skipwire extend`: more epochs for a run that has ended. */

import { Command, Option } from 'commander';
import { formatRate } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { describeExtendedRate } from '../../../core/study/describe-schedule';
import type { ExtensionRate } from '../../../core/study/extension';
import { optimizerFields } from '../../../core/study/optimizer';
import type { RunChange } from '../../../core/study/run';
import { earlyStoppingRestart } from '../../../core/study/setting/facts';
import { settingAt } from '../../../core/study/setting/list';
import { type Override, withOverrides } from '../../../core/study/setting/override';
import { type TrainingSettings, trainingSettingsSchema } from '../../../core/study/settings';
import { refuse } from '../../basics/refusal';
import { override } from '../options/overrides';
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
    .description(t('cli.extend.description'))
    .argument('<run>', t('cli.arguments.run'))
    .requiredOption(
      '--epochs <n>',
      t('cli.extend.epochs'),
      number(trainingSettingsSchema.shape.epochs.unwrap()),
    )
    .option('--stretch', t('cli.extend.stretch'))
    .option('--lr <rate>', t('cli.extend.lr'), number(optimizerFields.sgd.learningRate.unwrap()))
    .addOption(
      new Option('--schedule <type>', t('cli.extend.schedule')).choices(settingAt('schedule.type').options),
    )
    .option('--set <path=value>', t('cli.extend.set'), override)
    .addOption(repairOption())
    .option('--json', t('cli.options.jsonLines'))
    .action(async (run: string, { epochs, json = false, repair, ...flags }: ExtendFlags) => {
      const { takeUp } = await import('./continue-run');
      await takeUp(run, { json, repair }, async ({ training, runs }, id) => {
        await training.extend(id, epochs, extensionRate((await runs.get(id)).settings, flags));
        const { changes, settings } = await runs.get(id);
        const change = changes.findLast(({ type }) => type === 'extended');
        if (change?.type === 'extended') say(extensionWords(change, settings));
        return id;
      });
    });
}

/** `Extended from 2 epochs to 3, the rate staying 0.01.` */
export const extensionWords = (
  change: Extract<RunChange, { type: 'extended' }>,
  settings: Pick<TrainingSettings, 'earlyStopping'>,
): string => {
  const { from, to } = change;
  const rate = describeExtendedRate(change, formatRate);
  const restart = earlyStoppingRestart(settings);
  return t(restart ? 'cli.extend.extendedRestart' : 'cli.extend.extended', { from, to, rate, restart });
};

/** @throws Refusal for flags that exclude each other, and settings outside the schedule. */
export function extensionRate(settings: TrainingSettings, flags: RateFlags): ExtensionRate {
  const { stretch, lr, schedule, set = [] } = flags;
  const isNew = lr !== undefined || schedule !== undefined || set.length > 0;
  if (stretch && isNew) refuse('cli.extend.stretchOrNew');
  if (!isNew) return { type: stretch ? 'stretch' : 'keep' };
  const foreign = set.find(({ path: [part] }) => part !== 'schedule');
  if (foreign) refuse('cli.extend.scheduleOnly', { path: foreign.path.join('.') });
  const kind = { path: ['schedule', 'type'], value: schedule ?? 'constant' };
  return {
    type: 'new',
    learningRate: lr ?? settings.optimizer.learningRate,
    schedule: withOverrides({ ...settings, schedule: { type: 'constant' } }, [kind, ...set]).schedule,
  };
}
