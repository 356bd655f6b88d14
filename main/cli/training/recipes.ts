/** `skipwire recipes`: lists the recipes. */
import { Command } from 'commander';
import { t } from '../../../core/messages';
import { columns, headings, print, printJson } from '../output/output';

export function recipesCommand(): Command {
  return new Command('recipes')
    .description(t('cli.recipes.description'))
    .option('--json', t('cli.recipes.json'))
    .action(async ({ json }: { json?: boolean }) => {
      const { recipes, recipeTexts } = await import('../../../core/study/recipes');
      if (json) return printJson(recipes.map((recipe) => ({ ...recipe, ...recipeTexts(recipe) })));
      const rows = recipes.map(({ id, settings }) => [
        id,
        String(settings.epochs),
        String(settings.batchSize),
        recipeTexts({ id }).description,
      ]);
      print(columns([headings('id', 'epochs', 'batch', 'description'), ...rows], [1, 2]));
    });
}
