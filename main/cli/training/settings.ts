/** `skipwire settings`: lists the settings, with ranges, defaults and flags. */
import { Command } from 'commander';
import { t } from '../../../core/messages';
import { print, printJson } from '../output/output';

export function settingsCommand(): Command {
  return new Command('settings')
    .description(t('settings.command.description'))
    .option('--json-schema', t('settings.command.jsonSchema'))
    .action(async ({ jsonSchema }: { jsonSchema?: true }) => {
      if (jsonSchema) {
        const { settingsJsonSchema } = await import('../../../core/study/setting/json-schema');
        return printJson(settingsJsonSchema());
      }
      const { settingsPage } = await import('../../../core/study/setting/reference-page');
      print(settingsPage());
    });
}
