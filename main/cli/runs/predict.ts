/** `skipwire predict`: predicts pictures, or an array of images, with a trained network. */
import { Command, Option } from 'commander';
import { z } from 'zod';
import { message, t } from '../../../core/messages';
import { number } from '../options/values';
import { wrongUsage } from '../usage-errors';
import type { PredictFlags } from './predict-files';
import { checkpointOption } from './restart';

export function predictCommand(): Command {
  return new Command('predict')
    .description(t('cli.predict.description'))
    .argument('<network>', t('cli.arguments.trained'))
    .argument('[files...]', t('cli.predict.files'))
    .addOption(checkpointOption())
    .option('--top <n>', t('cli.predict.top'), number(z.number().int().min(1).max(100)), 5)
    .option('--grad-cam <folder>', t('cli.predict.gradCam'))
    .option('--grad-cam-node <id>', t('cli.predict.gradCamNode'))
    .option('--grad-cam-class <name>', t('cli.predict.gradCamClass'))
    .addOption(new Option('--array <file>', t('cli.predict.array')).conflicts(['gradCam', 'csv', 'json']))
    .option('--out <file>', t('cli.predict.out'))
    .addOption(new Option('--csv', t('cli.predict.csv')).conflicts('json'))
    .option('--json', t('cli.predict.json'))
    .action(async (network: string, files: string[], flags: PredictFlags) => {
      const { array, out, checkpoint } = flags;
      if (array === undefined && out === undefined) {
        if (files.length === 0) wrongUsage(message('cli.predict.noFiles'));
        if (flags.gradCam === undefined && (flags.gradCamNode ?? flags.gradCamClass) !== undefined) {
          wrongUsage(message('cli.predict.needsFolder'));
        }
        const { predictFiles } = await import('./predict-files');
        await predictFiles(network, files, flags);
        return;
      }
      if (array === undefined || out === undefined || files.length > 0) {
        wrongUsage(message('cli.predict.arrayUse'));
      }
      const { predictArrayFile } = await import('./predict-array');
      await predictArrayFile(network, array, out, checkpoint);
    });
}
