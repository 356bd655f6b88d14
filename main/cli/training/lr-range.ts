/** `skipwire lr-range`: the learning-rate range test. */

import { Command } from 'commander';
import { rangeTestRequestSchema } from '../../../core/contract/training';
import { t } from '../../../core/messages';
import { seedSchema } from '../../../core/study/seed';
import { addSettingsOptions, defaultSeed } from '../options/training';
import { number } from '../options/values';
import type { RangeFlags } from './lr-range-run';

const fields = rangeTestRequestSchema.shape;
const rate = fields.minimum.unwrap();

export function lrRangeCommand(): Command {
  const command = new Command('lr-range')
    .description(t('cli.lrRange.description'))
    .argument('<network>', t('cli.arguments.network'));
  return addSettingsOptions(command)
    .option('--min <rate>', t('cli.lrRange.min'), number(rate), fields.minimum.parse(undefined))
    .option('--max <rate>', t('cli.lrRange.max'), number(rate), fields.maximum.parse(undefined))
    .option(
      '--steps <n>',
      t('cli.lrRange.steps'),
      number(fields.steps.unwrap()),
      fields.steps.parse(undefined),
    )
    .option('--seed <n>', t('cli.lrRange.seed'), number(seedSchema), defaultSeed)
    .option('--json', t('cli.lrRange.json'))
    .action(async (network: string, flags: RangeFlags) => {
      const { lrRange } = await import('./lr-range-run');
      await lrRange(network, flags);
    });
}
