/** `skipwire import`: a model of another framework becomes one of the data folder. */
import { Command } from 'commander';
import type { ModelInfo } from '../../../core/contract/models';
import { t, textOf } from '../../../core/messages';
import { countEntries, type ImportReport } from '../../../core/study/import-report';
import { print, printJson, say } from '../output/output';

interface ImportFlags {
  name?: string;
  onto?: string;
  json?: boolean;
}

export function importCommand(): Command {
  return new Command('import')
    .description(t('cli.import.description'))
    .argument('<file>', t('cli.arguments.modelFile'))
    .option('--name <name>', t('cli.import.name'))
    .option('--onto <preset>', t('cli.import.onto'))
    .option('--json', t('cli.options.json'))
    .action(async (file: string, { name, onto, json }: ImportFlags) => {
      const { importModel } = await import('../../importing');
      const { ModelStore } = await import('../../models/store');
      const content = await importModel(file, { onto });
      const info = await new ModelStore().create(content, name);
      const { totalParams, trainableParams } = info;
      if (json) return printJson({ model: info.id, totalParams, trainableParams, report: content.report });
      print(info.id);
      tell(info, content.report);
    });
}

function tell({ id, totalParams, trainableParams }: ModelInfo, report: ImportReport): void {
  const { entries, remarks } = report;
  say(t('cli.import.done', { id, layers: entries.length, params: totalParams, trainable: trainableParams }));
  say(
    t('cli.import.counts', {
      understood: countEntries(report, 'understood'),
      folded: countEntries(report, 'folded'),
      approximated: countEntries(report, 'approximated'),
      refused: countEntries(report, 'refused'),
    }),
  );
  for (const { layer, type, outcome, reason } of entries) {
    if (!reason) continue;
    const said = { layer, type, outcome: t(OUTCOMES[outcome]), reason: textOf(reason) };
    say(`  ${t('cli.import.entry', said)}`);
  }
  for (const remark of remarks) say(textOf(remark));
  say(t('cli.import.next', { id }));
}

const OUTCOMES = {
  understood: 'import.outcome.understood',
  folded: 'import.outcome.folded',
  approximated: 'import.outcome.approximated',
  refused: 'import.outcome.refused',
} as const;
