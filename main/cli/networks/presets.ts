/** `skipwire presets`: the published networks. */
import { Command } from 'commander';
import { columns, print, printJson } from '../output/output';

export function presetsCommand(): Command {
  return new Command('presets')
    .description('list the published networks')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { presets } = await import('../../../core/presets');
      if (json) return printJson(presets);
      const rows = presets.map(({ id, title, depth, kind }) => [
        id,
        title,
        String(depth),
        kind === 'imagenet' ? 'four stages (paper, table 1)' : 'three stages (paper, section 4.2)',
      ]);
      print(columns([['id', 'network', 'layers', 'made of'], ...rows], [2]));
    });
}
