/** `skipwire presets`: the presets, and the styles that they can be built in. */
import { Command } from 'commander';
import { t, textOf } from '../../../core/messages';
import { columns, headings, print, printJson } from '../output/output';

export function presetsCommand(): Command {
  return new Command('presets')
    .description(t('cli.presets.description'))
    .option('--styles', t('cli.presets.styles'))
    .option('--json', t('cli.options.json'))
    .action(async ({ json, styles }: { json?: boolean; styles?: boolean }) => {
      if (styles) return printStyles(json);
      const { KINDS, presets } = await import('../../../core/presets');
      if (json) return printJson(presets);
      const rows = presets.map(({ id, title, depth, kind }) => [
        id,
        title,
        String(depth),
        t(KINDS[kind].help),
      ]);
      print(columns([headings('id', 'network', 'layers', 'structure'), ...rows], [2]));
    });
}

async function printStyles(json = false): Promise<void> {
  const { publishedStyle, styleArgumentsSchema, styleNames } = await import('../../../core/styles');
  const { fieldsOf } = await import('../../../core/ops/fields');
  const { ruleFor } = await import('../../../core/study/setting/rules');
  const styles = styleNames.map((name) => publishedStyle(name)!);
  if (json) return printJson(styles.map(({ style }) => style));
  print(
    columns([headings('style', 'description'), ...styles.map(({ style, help }) => [style.name, t(help)])]),
  );
  const { shape } = styleArgumentsSchema;
  const rows = fieldsOf(styleArgumentsSchema).map(({ name, help }) => {
    const schema = shape[name as keyof typeof shape];
    const rule = ruleFor(schema.unwrap());
    return [name, rule ? textOf(rule) : '', String(schema.parse(undefined)), t(help)];
  });
  print(`\n${columns([headings('argument', 'value', 'default', 'description'), ...rows])}`);
}
