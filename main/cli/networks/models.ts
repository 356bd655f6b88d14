/** `skipwire models`: the imported models, and `delete`. */
import { Command } from 'commander';
import { formatCount } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { columns, headings, print, printJson, say } from '../output/output';

export function modelsCommand(): Command {
  return new Command('models')
    .description(t('cli.models.description'))
    .option('--json', t('cli.options.json'))
    .action(async ({ json }: { json?: boolean }) => {
      const { ModelStore } = await import('../../models/store');
      const models = await new ModelStore().list();
      if (json) return printJson(models);
      if (models.length === 0) return say(t('cli.models.none'));
      const rows = models.map(({ id, name, totalParams, source }) => [
        id,
        name,
        formatCount(totalParams),
        source,
      ]);
      print(columns([headings('id', 'network', 'parameters', 'source'), ...rows], [2]));
    })
    .addCommand(
      new Command('delete')
        .description(t('cli.models.delete'))
        .argument('<model>', t('cli.arguments.model'))
        .action(async (id: string) => {
          const { ModelStore } = await import('../../models/store');
          const { Bin } = await import('../../bin');
          const { binRoot } = await import('../../basics/paths');
          const { label } = await new ModelStore().moveToBin(id, new Bin({ root: binRoot() }));
          say(t('cli.models.deleted', { name: label }));
        }),
    );
}
