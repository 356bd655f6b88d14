/** `skipwire evaluate`: evaluates a trained network on a whole split. */
import { Command, Option } from 'commander';
import { predictedSplitSchema } from '../../../core/contract/predict';
import { t } from '../../../core/messages';
import { datasetId } from '../options/values';
import type { EvaluateFlags } from './evaluate-split';
import { checkpointOption } from './restart';

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description(t('cli.evaluate.description'))
    .argument('<network>', t('cli.arguments.trained'))
    .addOption(checkpointOption())
    .addOption(
      new Option('--split <name>', t('cli.evaluate.split'))
        .choices(predictedSplitSchema.options)
        .default('validation'),
    )
    .option('--dataset <id>', t('cli.evaluate.dataset'), datasetId)
    .addOption(new Option('--csv', t('cli.evaluate.csv')).conflicts('json'))
    .option('--json', t('cli.evaluate.json'))
    .action(async (network: string, flags: EvaluateFlags) => {
      const { evaluate } = await import('./evaluate-split');
      await evaluate(network, flags);
    });
}
