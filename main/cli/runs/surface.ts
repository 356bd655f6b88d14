/** `skipwire surface`: the loss around a trained network. */
import { Command } from 'commander';
import { t } from '../../../core/messages';
import { surfaceSettingsSchema } from '../../../core/surface/surface';
import { number } from '../options/values';
import { checkpointOption } from './restart';
import type { SurfaceFlags } from './surface-run';

const fields = surfaceSettingsSchema.shape;
const defaults = surfaceSettingsSchema.parse({});

export function surfaceCommand(): Command {
  return new Command('surface')
    .description(t('cli.surface.description'))
    .argument('<run>', t('cli.arguments.run'))
    .option('--with <run>', t('cli.surface.with'))
    .addOption(checkpointOption())
    .option('--points <n>', t('cli.surface.points'), number(fields.points.unwrap()), defaults.points)
    .option('--range <x>', t('cli.surface.range'), number(fields.range.unwrap()), defaults.range)
    .option('--images <n>', t('cli.surface.images'), number(fields.images.unwrap()), defaults.images)
    .option('--seed <n>', t('cli.surface.seed'), number(fields.seed.unwrap()), defaults.seed)
    .option('--json', t('cli.surface.json'))
    .action(async (run: string, flags: SurfaceFlags) => {
      const { surface } = await import('./surface-run');
      await surface(run, flags);
    });
}
