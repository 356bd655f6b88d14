/** `skipwire predict`: what a trained network says of pictures, or of an array of images. */
import { Command } from 'commander';
import { z } from 'zod';
import type { CheckpointChoice } from '../../../core/contract';
import { t } from '../../../core/messages';
import { refuse } from '../../basics/refusal';
import { number } from '../options/values';
import { checkpointOption } from './restart';

export interface PredictFlags {
  checkpoint: CheckpointChoice;
  top: number;
  json?: boolean;
  csv?: boolean;
  gradCam?: string;
  gradCamNode?: string;
  gradCamClass?: string;
  array?: string;
  out?: string;
}

export function predictCommand(): Command {
  return new Command('predict')
    .description(t('cli.predict.description'))
    .argument('<network>', t('cli.predict.network'))
    .argument('[files...]', t('cli.predict.files'))
    .addOption(checkpointOption())
    .option('--top <n>', t('cli.predict.top'), number(z.number().int().min(1).max(100)), 5)
    .option('--grad-cam <folder>', t('cli.predict.gradCam'))
    .option('--grad-cam-node <id>', t('cli.predict.gradCamNode'))
    .option('--grad-cam-class <name>', t('cli.predict.gradCamClass'))
    .option('--array <file>', t('cli.predict.array'))
    .option('--out <file>', t('cli.predict.out'))
    .option('--csv', t('cli.predict.csv'))
    .option('--json', t('cli.predict.json'))
    .action(async (network: string, files: string[], flags: PredictFlags) => {
      const { array, out, checkpoint } = flags;
      if (array === undefined && out === undefined) {
        if (files.length === 0) refuse('cli.predict.noFiles');
        const { predictFiles } = await import('./predict-files');
        await predictFiles(network, files, flags);
        return;
      }
      if (array === undefined || out === undefined || files.length > 0) refuse('cli.predict.arrayUse');
      const { predictArrayFile } = await import('./predict-array');
      await predictArrayFile(network, array, out, checkpoint);
    });
}
