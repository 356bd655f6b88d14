/** `skipwire diff`: what differs between two networks, in words. */
import { Command } from 'commander';
import { t, textOf } from '../../../core/messages';
import { addStyleOptions, type NetworkFlags } from '../options/network';
import { print, printJson } from '../output/output';

const SIGNS = { added: '+', removed: '-', changed: '~', renamed: '=' } as const;

export function diffCommand(): Command {
  const command = new Command('diff')
    .description(t('cli.diff.description'))
    .argument('<first>', t('cli.diff.network'))
    .argument('<second>', t('cli.diff.network'));
  return addStyleOptions(command)
    .option('--json', t('cli.options.json'))
    .action(async (first: string, second: string, { json, ...flags }: NetworkFlags & { json?: boolean }) => {
      const { networkOrRun } = await import('./network-or-run');
      const { diffLines, diffSummary } = await import('../../../core/edit/describe-diff');
      const { graphDiff } = await import('../../../core/edit/graph-diff');
      const diff = graphDiff(await networkOrRun(first, flags), await networkOrRun(second, flags));
      if (json) return printJson(diff);
      print(textOf(diffSummary(diff)));
      for (const { kind, words } of diffLines(diff)) print(`${SIGNS[kind]} ${words}`);
    });
}
