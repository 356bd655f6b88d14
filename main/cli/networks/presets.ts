/** `skipwire presets`: the published networks. */
import { Command } from 'commander';
import { t } from '../../../core/messages';
import { columns, headings, print, printJson } from '../output/output';

export function presetsCommand(): Command {
  return new Command('presets')
    .description(t('cli.presets.description'))
    .option('--json', t('cli.options.json'))
    .action(async ({ json }: { json?: boolean }) => {
      const { presets } = await import('../../../core/presets');
      if (json) return printJson(presets);
      const rows = presets.map(({ id, title, depth, kind }) => [
        id,
        title,
        String(depth),
        t('cli.presets.structure', { kind }),
      ]);
      print(columns([headings('id', 'network', 'layers', 'structure'), ...rows], [2]));
    });
}
