/** `skipwire recipes`: named sets of settings for `train` and `study`. */
import { Command } from 'commander';
import { columns, print, printJson } from '../output/output';

export function recipesCommand(): Command {
  return new Command('recipes')
    .description('list the named sets of settings that "train" and "study" take with --recipe')
    .option('--json', 'as JSON, with all settings')
    .action(async ({ json }: { json?: boolean }) => {
      const { recipes } = await import('../../../core/study/recipes');
      if (json) return printJson(recipes);
      const rows = recipes.map(({ id, settings, description }) => [
        id,
        String(settings.epochs),
        String(settings.batchSize),
        description,
      ]);
      print(columns([['id', 'epochs', 'batch', 'what it is'], ...rows], [1, 2]));
    });
}
